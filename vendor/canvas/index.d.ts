export * from "@napi-rs/canvas";
export declare function registerFont(path: string, options: { family: string; weight?: string; style?: string }): void;
