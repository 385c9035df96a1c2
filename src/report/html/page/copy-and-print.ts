import type { Page } from "./page-content.js";

/** Buttons that copy code, and everything unfolded and light on paper. Runs in the browser: see {@link Page}. */
export function prepareCopyAndPrint(page: Page): void {
  const copy = (pre: HTMLElement, button: HTMLButtonElement): void => {
    const said = (word: string): void => {
      button.textContent = word;
      setTimeout(() => (button.textContent = "Copy"), 1500);
    };
    navigator.clipboard.writeText(pre.innerText).then(
      () => said("Copied"),
      () => {
        getSelection()?.selectAllChildren(pre);
        said("Selected");
      },
    );
  };
  for (const block of document.querySelectorAll<HTMLElement>(".code")) {
    const pre = block.querySelector("pre");
    if (pre === null || block.querySelector("code.diff") !== null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(pre, button));
    block.append(button);
  }

  let folded: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const fold of folded) fold.open = true;
    page.isPrinting = true;
    page.drawCharts();
    for (const chart of page.charts.values()) chart.resize();
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
    page.isPrinting = false;
    page.drawCharts();
  });
}
