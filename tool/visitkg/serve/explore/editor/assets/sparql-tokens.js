// Tokens of a query, as on the server, with its white space and comments.
"use strict";

globalThis.visitkgEditor = globalThis.visitkgEditor || {};

(() => {
  const letter = String.raw`[^\x00-@\[-\x60{-\xbf]`;
  const beginning = String.raw`[^\x00-\/:-@\[-^\x60{-\xbf]`;
  const inner = String.raw`[^\x00-,.\/:-@\[-^\x60{-\xbf]`;
  const escaped = String.raw`%[0-9A-Fa-f]{2}|\\[_~.\-!$&'\(\)*+,;=\/?#@%]`;

  const parts = [
    String.raw`(?<space>[ \t\r\n]+)`,
    String.raw`(?<comment>#[^\r\n]*)`,
    String.raw`(?<iri><(?:[^\x00-\x20<>"{}|^\x60\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)`,
    String.raw`(?<string>"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""` +
      String.raw`|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''` +
      String.raw`|"(?!"")[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"` +
      String.raw`|'(?!'')[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*')`,
    String.raw`(?<unclosed>""".*|'''.*|["'][^\r\n]*)`,
    String.raw`(?<blank>_:${beginning}(?:${inner}|\.+(?=${inner}))*)`,
    String.raw`(?<name>(?:${letter}(?:${inner}|\.+(?=${inner}))*)?:` +
      String.raw`(?:(?:${beginning}|:|${escaped})(?:${inner}|:|${escaped}|\.+(?=${inner}|[:%\\]))*)?)`,
    String.raw`(?<variable>[?$]${beginning}+)`,
    String.raw`(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)`,
    String.raw`(?<number>[+\-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+\-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))`,
    String.raw`(?<word>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<sign><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|\|\||&&|!=|<=|>=|[{}\(\)\[\].,;*\/+\-|^!?=<>~])`,
    String.raw`(?<unknown>.)`,
  ];
  const pattern = parts.join("|");
  const operands = new Set(["blank", "iri", "language", "name", "number", "string", "variable"]);
  const lessThan = /<=?(?=[?$=])/uy;

  const isOperand = (token) =>
    token !== null && (operands.has(token.kind) || (token.kind === "sign" && token.text === ")"));

  // Each token has its kind, its text, and where it starts and ends, as JavaScript counts.
  const tokenise = (text) => {
    const next = new RegExp(pattern, "suy");
    const tokens = [];
    let previous = null;
    let position = 0;
    while (position < text.length) {
      next.lastIndex = position;
      const match = next.exec(text);
      const groups = match.groups;
      let kind = Object.keys(groups).find((name) => groups[name] !== undefined);
      let words = match[0];
      if (kind === "iri" && isOperand(previous)) {
        lessThan.lastIndex = position;
        const operator = lessThan.exec(text);
        if (operator) [kind, words] = ["sign", operator[0]];
      }
      const token = { kind, text: words, start: position, end: position + words.length };
      tokens.push(token);
      position = token.end;
      if (kind !== "space" && kind !== "comment") previous = token;
    }
    return tokens;
  };

  const words = (text) => text.trim().split(/\s+/);

  Object.assign(globalThis.visitkgEditor, {
    tokenise,
    keywords: words(`ASC ASK AS BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FILTER FROM
      GRAPH GROUP HAVING IN LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT
      SEPARATOR SERVICE SILENT UNDEF UNION VALUES WHERE`),
    functions: words(`ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY
      ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
      LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE
      SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
      STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR`),
  });
})();
