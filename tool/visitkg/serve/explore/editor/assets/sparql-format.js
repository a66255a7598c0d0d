// A query in one layout: a pattern a line, keywords in capitals. Its tokens stay what they are.
"use strict";

(() => {
  const { tokenise, keywords, functions } = globalThis.visitkgEditor;
  const widest = 100;
  const unit = "  ";
  const words = (text) => new Set(text.trim().split(/\s+/));
  const capitals = new Set([...keywords, ...functions]);
  const called = new Set([...functions, "ASC", "DESC"]);
  const clauses = words(`ASK BASE BIND CONSTRUCT DESCRIBE FILTER FROM GRAPH GROUP HAVING LIMIT
    MINUS OFFSET OPTIONAL ORDER PREFIX SELECT SERVICE UNION VALUES WHERE`);
  const conditions = new Set(["FILTER", "BIND"]);
  const openers = new Set(["(", "[", "<<", "<<(", "{|"]);
  const closers = new Set([")", "]", ">>", ")>>", "|}"]);
  const joining = [".", ")", ",", "&&", "||"];

  const isSign = (item, ...texts) =>
    item !== undefined && item.kind === "sign" && texts.includes(item.text);
  const word = (item) =>
    item !== undefined && item.kind === "word" ? item.text.toUpperCase() : "";
  const written = (item) => (capitals.has(word(item)) ? word(item) : item.text);

  // Tokens and comments, each with the number of line ends before it.
  const read = (text) => {
    const items = [];
    let lines = 0;
    for (const token of tokenise(text)) {
      if (token.kind === "space") lines += (token.text.match(/\r\n?|\n/g) || []).length;
      else {
        items.push({ ...token, lines });
        lines = 0;
      }
    }
    return items;
  };

  // Where a group ends, if it is so short that it can stand in a line: one statement, no comment.
  const findShort = (items, begin, room) => {
    let length = 2;
    for (let index = begin + 1; index < items.length; index += 1) {
      const item = items[index];
      if (isSign(item, "}")) return index;
      const isSecond = isSign(item, ";", ".") && !isSign(items[index + 1], "}");
      const isClause = index > begin + 1 && clauses.has(word(item));
      const isBroken = item.kind === "comment" || isSign(item, "{") || /[\r\n]/.test(item.text);
      length += item.text.length + 1;
      if (isSecond || isClause || isBroken || length > room) return -1;
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
      const isTight = isSign(item, ")") || isSign(items[index - 1], "(");
      length += item.text.length + (isTight ? 0 : 1);
    }
    return -1;
  };

  const isEndOfDeclaration = (items, index) => {
    if (items[index].kind !== "iri") return false;
    const before = items
      .slice(Math.max(0, index - 3), index)
      .filter((each) => each.kind !== "comment");
    const last = before[before.length - 1];
    const isPrefix =
      last !== undefined && last.kind === "name" && word(before[before.length - 2]) === "PREFIX";
    return isPrefix || word(last) === "BASE";
  };

  class Layout {
    constructor(items) {
      this.items = items;
      this.lines = [];
      this.line = "";
      // The open brackets, each "group", "data", "expression" or "path".
      this.stack = [];
      this.depth = 0;
      this.previous = undefined;
      this.beforePrevious = undefined;
      // The statement, or the columns of a SELECT, go on in further lines.
      this.isContinued = false;
      this.isBreakDue = false;
      this.isCondition = false;
      this.areDataNext = false;
      this.shortEnd = -1;
      this.projectionEnd = -1;
    }

    get inner() {
      return this.stack[this.stack.length - 1];
    }

    get isAtPatterns() {
      return [undefined, "group", "data"].includes(this.inner);
    }

    next(index) {
      return this.items.slice(index + 1, index + 50).find((each) => each.kind !== "comment");
    }

    write() {
      this.items.forEach((item, index) => {
        if (item.kind === "comment") this.comment(item);
        else this.take(item, index);
      });
      this.end();
      return this.lines.map((line) => `${line}\n`).join("");
    }

    end() {
      if (this.line.trim()) this.lines.push(this.line);
      this.line = "";
    }

    // Begin a line; one of several empty lines stays, but not at the head of a group.
    begin(item, text) {
      this.end();
      const above = this.lines[this.lines.length - 1];
      if (item.lines > 1 && above && !above.endsWith("{")) this.lines.push("");
      this.line = unit.repeat(Math.max(0, this.depth + (this.isContinued ? 1 : 0))) + text;
    }

    comment(item) {
      if (item.lines > 0 || this.previous === undefined || !this.line) this.begin(item, item.text);
      else this.line += `  ${item.text}`;
      this.isBreakDue = true;
    }

    take(item, index) {
      const isShort = index <= this.shortEnd;
      const isClause = clauses.has(word(item)) && this.isAtPatterns && !isShort;
      this.close(item, isShort);
      if (isClause && this.previous !== undefined) {
        this.isBreakDue = true;
        this.isContinued = false;
      }
      this.put(item);
      if (isSign(item, "{")) this.open(item, index, isShort);
      else if (isSign(item, "}")) this.follow(index);
      else if (isSign(item, ...openers))
        this.stack.push(item.text === "(" ? this.kindOf(index) : "path");
      else if (this.inner !== undefined && this.isAtPatterns && !isShort) this.separate(item);
      this.plan(item, index, isClause, isShort);
      this.beforePrevious = this.previous;
      this.previous = item;
    }

    close(item, isShort) {
      if (isSign(item, "}")) {
        while (this.stack.length && !this.isAtPatterns) this.stack.pop();
        if (this.stack.pop() === undefined) return;
        this.isContinued = false;
        if (isShort) return;
        this.depth -= 1;
        this.isBreakDue = true;
      } else if (isSign(item, ...closers) && !this.isAtPatterns) this.stack.pop();
    }

    put(item) {
      const isData = this.inner === "data" && !isSign(item, "}");
      const isFull = isData && this.line.length + 1 + item.text.length > widest;
      if (this.isBreakDue || this.line === "" || isFull) this.begin(item, written(item));
      else this.line += (this.isTight(this.previous, item) ? "" : " ") + written(item);
      this.isBreakDue = false;
    }

    isTight(left, right) {
      if (isSign(left, ...openers)) return left.text === "(" || isSign(right, "]");
      if (isSign(right, ")", "^^") || isSign(left, "^^", "!") || right.kind === "language")
        return true;
      if (isSign(right, "(") && called.has(word(left))) return true;
      if (
        word(left) === "SEPARATOR" ||
        (isSign(left, "=") && word(this.beforePrevious) === "SEPARATOR")
      )
        return true;
      if (this.inner === "expression") return isSign(right, ";", ",");
      if (isSign(left, "/", "|", "^") || isSign(right, "/", "|")) return true;
      return isSign(right, "*", "+", "?") && (left.kind !== "word" || left.text === "a");
    }

    // Whether a bracket is that of an expression, or of a path or a collection.
    kindOf(index) {
      if (this.inner === "expression") return "expression";
      const before = this.items.slice(Math.max(0, index - 50), index).reverse();
      const last = before.find((item) => item.kind !== "comment");
      return last !== undefined && last.kind === "word" && last.text !== "a"
        ? "expression"
        : "path";
    }

    open(item, index, isShort) {
      this.stack.push(this.areDataNext ? "data" : "group");
      this.areDataNext = this.isCondition = this.isContinued = false;
      if (!isShort) this.shortEnd = findShort(this.items, index, widest - this.line.length);
      if (index < this.shortEnd) return;
      this.depth += 1;
      this.isBreakDue = true;
    }

    follow(index) {
      const isWithin = index < this.shortEnd;
      this.isBreakDue = !isSign(this.next(index), ...joining) && this.isAtPatterns && !isWithin;
    }

    separate(item) {
      if (!isSign(item, ".", ";")) return;
      this.isBreakDue = true;
      this.isContinued = item.text === ";";
    }

    // What a token means for the lines that come.
    plan(item, index, isClause, isShort) {
      if (word(item) === "VALUES") this.areDataNext = true;
      if (word(item) === "UNION" && isClause) this.isBreakDue = true;
      if (conditions.has(word(item)) && isClause) this.isCondition = true;
      if (this.isCondition && isSign(item, ")") && this.isAtPatterns) {
        this.isBreakDue = !isSign(this.next(index), ".") && !isShort;
        this.isCondition = false;
      }
      if (word(item) === "SELECT")
        this.projectionEnd = findLongProjection(this.items, index, widest - this.line.length);
      if (this.inner === undefined && isEndOfDeclaration(this.items, index)) this.isBreakDue = true;
      if (index + 1 === this.projectionEnd) {
        this.isBreakDue = true;
        this.isContinued = false;
      } else if (index + 1 < this.projectionEnd && this.isAtPatterns)
        this.planColumn(this.items[index + 1]);
    }

    planColumn(item) {
      if (item.kind !== "variable" && !isSign(item, "(")) return;
      this.isBreakDue = this.isContinued = true;
    }
  }

  const signature = (items) => JSON.stringify(items.map((item) => [item.kind, written(item)]));

  // A text that can't be laid out without a change of its tokens stays as it is.
  const format = (text) => {
    const items = read(text);
    const laid = new Layout(items).write();
    return signature(read(laid)) === signature(items) ? laid : text;
  };

  Object.assign(globalThis.visitkgEditor, { format });
})();
