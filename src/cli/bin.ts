#!/usr/bin/env node
import { processIo } from "./process-io.js";
import { main } from "./main.js";

const { io, settle } = processIo(process);
process.exitCode = await main(process.argv.slice(2), io);
await settle();
