// A query in one layout: a pattern a line, keywords in capitals. Its tokens stay what they are.
"use strict";

(() => {
  const { tokenise, keywords, functions } = globalThis.visitkgEditor;
  const widest = 100;
  const unit = "  ";
  const capitals = new Set([...keywords, ...functions]);
  const called = new Set([...functions, "ASC", "DESC"]);
  const clauses = new Set(`ASK BASE BIND CONSTRUCT DESCRIBE FILTER FROM GRAPH GROUP HAVING LIMIT
    MINUS OFFSET OPTIONAL ORDER PREFIX SELECT SERVICE UNION VALUES WHERE`.split(/\s+/));
  const openers = new Set(["(", "[", "<<", "<<(", "{|"]);
  const closers = new Set([")", "]", ">>", ")>>", "|}"]);

  const isSign = (token, text) => token !== undefined && token.kind === "sign" && token.text === text;
  const word = (token) => (token !== undefined && token.kind === "word" ? token.text.toUpperCase() : "");

  // Tokens and comments, each with the number of line ends before it.
  const read = (text) => {
    const items = [];
    let lines = 0;
    for (const token of tokenise(text)) {
      if (token.kind === "space") {
        lines += (token.text.match(/\r\n?|\n/g) || []).length;
        continue;
      }
      items.push({ ...token, lines });
      lines = 0;
    }
    return items;
  };

  const written = (item) => {
    const upper = word(item);
    return capitals.has(upper) ? upper : item.text;
  };

  // Where a group ends, if it is so short that it can stand in a line: one statement, no comment.
  const findShort = (items, begin, room) => {
    let length = 2;
    let statements = 1;
    for (let index = begin + 1; index < items.length; index += 1) {
      const item = items[index];
      if (isSign(item, "}")) return index;
      if (item.kind === "comment" || isSign(item, "{") || /[\r\n]/.test(item.text)) return -1;
      const following = items[index + 1];
      if (isSign(item, ";") && !isSign(following, "}")) statements += 1;
      if (isSign(item, ".") && !isSign(following, "}")) statements += 1;
      if (index > begin + 1 && clauses.has(word(item))) statements += 1;
      length += item.text.length + 1;
      if (statements > 1 || length > room) return -1;
    }
    return -1;
  };

  // Where the columns of a SELECT end, if they have no room in a line.
  const findLongProjection = (items, begin, room) => {
    let length = 0;
    for (let index = begin + 1; index < items.length; index += 1) {
      const item = items[index];
      if (isSign(item, "{") || ["FROM", "WHERE"].includes(word(item)))
        return length > room ? index : -1;
      length += item.text.length + (isSign(item, ")") || isSign(items[index - 1], "(") ? 0 : 1);
    }
    return -1;
  };

  // Which kind each opening bracket is: of an expression, or of a path or a collection.
  const isExpression = (items, index, stack) => {
    const inner = stack[stack.length - 1];
    if (inner && inner.kind === "expression") return true;
    const before = items.slice(0, index).reverse().find((item) => item.kind !== "comment");
    return before !== undefined && before.kind === "word" && before.text !== "a";
  };

  const isTight = (left, right, { inExpression, inPath, inSeparator, isRepeatable }) => {
    if (openers.has(left.text) && left.kind === "sign") return left.text === "(" || isSign(right, "]");
    if (isSign(right, ")")) return true;
    if (inExpression && (isSign(right, ";") || isSign(right, ","))) return true;
    if (word(left) === "SEPARATOR" || (inSeparator && isSign(left, "="))) return true;
    if (isSign(left, "^^") || isSign(right, "^^") || right.kind === "language") return true;
    if (isSign(left, "!")) return true;
    if (isSign(right, "(") && called.has(word(left))) return true;
    if (!inPath) return false;
    if (isSign(left, "/") || isSign(left, "|") || isSign(left, "^")) return true;
    if (isSign(right, "/") || isSign(right, "|")) return true;
    const isRepeated = ["*", "+", "?"].some((sign) => isSign(right, sign));
    return isRepeated && isRepeatable;
  };

  const layOut = (items) => {
    const lines = [];
    let line = "";
    let previous = null;
    let beforePrevious = null;
    let isFiltering = false;
    let isValues = false;
    let projectionEnd = -1;
    // Each open bracket: its kind, and whether the statement in it has gone on to another line.
    const stack = [];
    let depth = 0;
    let isContinued = false;
    let breakNext = false;
    let shortUntil = -1;
    let isCommentBefore = false;

    const indent = () => unit.repeat(Math.max(0, depth + (isContinued ? 1 : 0)));
    const end = () => {
      if (line.trim()) lines.push(line);
      line = "";
    };
    const start = (item) => {
      end();
      if (item.lines > 1 && lines.length && lines[lines.length - 1] !== "" && !/\{$/.test(lines[lines.length - 1]))
        lines.push("");
    };
    const inner = () => stack[stack.length - 1];
    const isAtPatterns = () => !inner() || inner().kind === "group";

    items.forEach((item, index) => {
      if (item.kind === "comment") {
        if (item.lines > 0 || previous === null) {
          start(item);
          line = indent() + item.text;
        } else line += line ? `  ${item.text}` : indent() + item.text;
        breakNext = true;
        isCommentBefore = true;
        return;
      }
      const isShort = index <= shortUntil;
      const isClose = isSign(item, "}");
      if (isClose) {
        while (stack.length && inner().kind !== "group") stack.pop();
        const group = stack.pop();
        if (group) {
          isContinued = false;
          if (!isShort) {
            depth = Math.max(0, depth - 1);
            breakNext = true;
          }
        }
      } else if (item.kind === "sign" && closers.has(item.text)) {
        if (inner() && inner().kind !== "group") stack.pop();
      }
      const clause = clauses.has(word(item)) && isAtPatterns() && !isShort;
      if (clause && previous !== null) {
        breakNext = true;
        isContinued = false;
      }
      const isData = inner() !== undefined && inner().hasData === true;
      const isFull = isData && line.length + 1 + item.text.length > widest && !isClose;
      if ((breakNext && previous !== null) || line === "" || isCommentBefore || isFull) {
        start(item);
        line = indent() + written(item);
      } else {
        const inExpression = inner() !== undefined && inner().kind === "expression";
        const place = {
          inExpression,
          inPath: !inExpression,
          inSeparator: word(beforePrevious || undefined) === "SEPARATOR",
          isRepeatable: previous.kind !== "word" || previous.text === "a",
        };
        line += (isTight(previous, item, place) ? "" : " ") + written(item);
      }
      breakNext = false;
      isCommentBefore = false;
      if (isSign(item, "{")) {
        stack.push({ kind: "group", hasData: isValues });
        isFiltering = false;
        isValues = false;
        if (!isShort) shortUntil = findShort(items, index, widest - line.length);
        isContinued = false;
        if (shortUntil < index) {
          depth += 1;
          breakNext = true;
        }
      } else if (isClose) {
        const group = stack.length ? inner() : null;
        const next = items.slice(index + 1).find((each) => each.kind !== "comment");
        const goesOn = [".", ")", ",", "&&", "||"].some((sign) => isSign(next, sign));
        breakNext = !goesOn && (!group || group.kind === "group") && !(index <= shortUntil && index < shortUntil);
      } else if (item.kind === "sign" && openers.has(item.text)) {
        const kind = item.text === "(" ? (isExpression(items, index, stack) ? "expression" : "path") : "path";
        stack.push({ kind });
      } else if (isAtPatterns() && inner() && !isShort) {
        if (isSign(item, ".")) {
          breakNext = true;
          isContinued = false;
        } else if (isSign(item, ";")) {
          breakNext = true;
          isContinued = true;
        }
      }
      if (!inner() && (item.kind === "iri") && isPrologue(items, index)) breakNext = true;
      if (word(item) === "VALUES") isValues = true;
      if (word(item) === "UNION" && clause) breakNext = true;
      if (["FILTER", "BIND"].includes(word(item)) && clause) isFiltering = true;
      if (isFiltering && isSign(item, ")") && isAtPatterns()) {
        const next = items.slice(index + 1).find((each) => each.kind !== "comment");
        breakNext = !isSign(next, ".") && !isShort;
        isFiltering = false;
      }
      if (word(item) === "SELECT") projectionEnd = findLongProjection(items, index, widest - line.length);
      if (index + 1 < projectionEnd && isAtPatterns()) {
        const next = items[index + 1];
        if (next.kind === "variable" || isSign(next, "(")) {
          breakNext = true;
          isContinued = true;
        }
      } else if (index + 1 === projectionEnd) {
        breakNext = true;
        isContinued = false;
      }
      beforePrevious = previous;
      previous = item;
    });
    end();
    return lines.join("\n") + (lines.length ? "\n" : "");
  };

  const isPrologue = (items, index) => {
    const before = items.slice(Math.max(0, index - 3), index).filter((each) => each.kind !== "comment");
    const last = before[before.length - 1];
    return word(last) === "BASE" || (last && last.kind === "name" && word(before[before.length - 2]) === "PREFIX");
  };

  const signature = (items) =>
    JSON.stringify(items.map((item) => [item.kind, capitals.has(word(item)) ? word(item) : item.text]));

  // A text that can't be laid out without a change of its tokens stays as it is.
  const format = (text) => {
    const items = read(text);
    const once = layOut(items);
    return signature(read(once)) === signature(items) ? once : text;
  };

  Object.assign(globalThis.visitkgEditor, { format });
})();
