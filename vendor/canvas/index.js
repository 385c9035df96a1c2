"use strict";
// The `canvas` package that chartjs-node-canvas asks for, on top of @napi-rs/canvas. The original compiles
// native code or fetches a binary while installing; this one needs neither: its binary is an ordinary package.
const napi = require("@napi-rs/canvas");
const { PassThrough } = require("node:stream");

function registerFont(path, { family } = {}) {
  return napi.GlobalFonts.registerFromPath(path, family);
}

function createCanvas(width, height) {
  const canvas = napi.createCanvas(width, height);
  const toBuffer = canvas.toBuffer.bind(canvas);
  const toDataURL = canvas.toDataURL.bind(canvas);
  // The original accepts toBuffer(callback, mime) as well as toBuffer(mime).
  canvas.toBuffer = (first, ...rest) =>
    typeof first === "function"
      ? void canvas.encode((rest[0] || "image/png").replace("image/", "")).then((bytes) => first(null, bytes), first)
      : toBuffer(first || "image/png", ...rest);
  canvas.toDataURL = (mime, callback) => {
    if (typeof callback !== "function") return toDataURL(mime);
    queueMicrotask(() => {
      let url;
      try {
        url = toDataURL(mime);
      } catch (error) {
        return callback(error);
      }
      callback(null, url);
    });
  };
  canvas.createPNGStream = () => {
    const stream = new PassThrough();
    canvas.encode("png").then((bytes) => stream.end(bytes), (error) => stream.destroy(error));
    return stream;
  };
  return canvas;
}

module.exports = { ...napi, createCanvas, registerFont };
