import type { Rule } from "../../src/advise/rule.js";
import { escapeMarkdown, escapeProse, inlineCode, table } from "../../src/report/markdown-text.js";
import { ruleCard } from "../../src/report/rule-card.js";
import { GENERATED_NOTE } from "./generated-note.js";

/** `docs/reference/rules.md`: the card of every built-in rule, in the order of the codes. */
export function writeRulesPage(rules: readonly Rule[]): string {
  const ordered = rules.toSorted((a, b) => BY_CODE.compare(a.code, b.code));
  return `${[
    "# Rules",
    GENERATED_NOTE,
    `${rules.length} rules. \`pauseline rules explain <id>\` prints one of these cards; [Writing rules](../writing-rules.md) tells how a team changes them or adds its own. Names in code are [metrics](metrics.md).`,
    table(["Code", "Rule", "Says", "Collectors"], ordered.map((rule) => [rule.code, `[${inlineCode(rule.id)}](#${rule.id})`, escapeProse(rule.title), rule.appliesTo.collectors === "all" ? "all" : rule.appliesTo.collectors.join(", ")])),
    ...ordered.map(writeCard),
  ].join("\n\n")}\n`;
}

const BY_CODE = new Intl.Collator("en", { numeric: true });

function writeCard(rule: Rule): string {
  const entries = ruleCard(rule).map(([name, text]) => (typeof text === "string" ? `- **${name}:** ${escapeMarkdown(text)}` : [`- **${name}:**`, ...text.map((item) => `  - ${escapeMarkdown(item)}`)].join("\n")));
  return `## ${rule.id}\n\n**${escapeProse(rule.title)}.** Code ${rule.code}.\n\n${entries.join("\n")}`;
}
