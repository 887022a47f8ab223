// Looks for what a learner would stumble over in the card that the page shows, and gives it as sentences.
// Runs in the page, by a test; nothing of it is ever part of a card. `what` is "places" or "colours".
(what) => {
  const found = [];
  const root = document.scrollingElement;
  const card = document.querySelector(".dw");
  const name = (element) => {
    const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName} class="${element.className}"> “${words}”`;
  };

  if (what === "colours") return colours();

  // --- The page never scrolls sideways; only what is meant to scroll does ------------------------------------
  if (root.scrollWidth > root.clientWidth) {
    found.push(`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  }
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const scroller = (element) => {
    for (let each = element.parentElement; each; each = each.parentElement) if (scrolls(each)) return each;
    return null;
  };
  const hidden = (element) => {
    const closed = element.closest("details:not([open])");
    return element.closest("mjx-assistive-mml") || (closed && !element.closest("summary"));
  };
  for (const element of card.querySelectorAll("*")) {
    if (hidden(element)) continue;
    const box = element.getBoundingClientRect();
    if (!box.width) continue;
    if (!scroller(element) && (box.right > root.clientWidth + 0.5 || box.left < -0.5)) {
      found.push(`sticks out of the page: ${name(element)} ${box.left}–${box.right}`);
    }
    if (getComputedStyle(element).maskImage !== "none" && element.scrollWidth <= element.clientWidth + 1) {
      found.push(`fades, though it is all there: ${name(element)}`);
    }
    if (element.closest("mjx-container")) {
      // MathJax cuts its stretched brackets itself, and its MathML for screen readers is larger than it looks.
      if (element.localName !== "mjx-c" || element.closest("mjx-stretchy-v, mjx-stretchy-h")) continue;
      const place = element.closest("mjx-container").getBoundingClientRect();
      if (box.top < place.top - 0.5 || box.bottom > place.bottom + 0.5) {
        found.push(`a formula is cut off: ${place.top}–${place.bottom} holds ${box.top}–${box.bottom}`);
      }
      continue;
    }
    const style = getComputedStyle(element);
    if (["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
      found.push(`is cut off at the side: ${name(element)}`);
    }
    if (["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1) {
      found.push(`is cut off below: ${name(element)} ${element.scrollHeight} > ${element.clientHeight}`);
    }
  }

  // --- Nothing lies over anything else ------------------------------------------------------------------------
  const blocks = (parent) => [...parent.children].filter((each) => {
    const style = getComputedStyle(each);
    return each.getBoundingClientRect().height && style.display !== "inline" && !style.display.startsWith("inline-")
      && !style.display.startsWith("table") && !hidden(each);
  });
  for (const parent of [card, ...card.querySelectorAll("section, aside, footer, blockquote, li, ul, ol, dl, details")]) {
    let above = null;
    for (const each of blocks(parent)) {
      const box = each.getBoundingClientRect();
      if (above && box.top < above.getBoundingClientRect().bottom - 0.5) {
        found.push(`lies over the text before it: ${name(each)}`);
      }
      above = each;
    }
  }
  for (const corner of document.querySelectorAll("#_mark, #_flag")) {
    const box = corner.getBoundingClientRect();
    const text = card.getBoundingClientRect();
    if (box.bottom > text.top && box.right > text.left && box.left < text.right) {
      found.push(`Anki's mark or flag lies over the card: ${box.bottom} > ${text.top}`);
    }
  }

  // --- Math ---------------------------------------------------------------------------------------------------
  for (const formula of card.querySelectorAll('mjx-container:not([display="true"])')) {
    const around = formula.parentElement.closest("p, li, td, th, section, aside, div, dd, blockquote");
    const padding = parseFloat(getComputedStyle(around).paddingLeft) + parseFloat(getComputedStyle(around).paddingRight);
    const room = around.clientWidth - padding;
    if (!formula.clientWidth || formula.clientWidth > room) continue;
    formula.scrollLeft = 1;
    if (formula.scrollLeft) found.push(`a formula scrolls, though it has room: ${formula.clientWidth} of ${room}`);
    formula.scrollLeft = 0;
  }
  for (const error of card.querySelectorAll("mjx-merror, [data-mjx-error]")) {
    found.push(`MathJax: ${error.getAttribute("data-mjx-error") || error.textContent}`);
  }
  const words = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { data, parentElement } = words.currentNode;
    if (!/\\\(.*?\\\)|\\\[.*?\\\]/s.test(data) || parentElement.closest("code, mjx-container")) continue;
    found.push("a formula wasn't typeset");
  }
  return found;

  // --- Contrast of every piece of text --------------------------------------------------------------------------
  function colours() {
    const parse = (colour) => {
      const numbers = colour.match(/[\d.]+/g).map(Number);
      return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
    };
    const over = (top, below) => top.rgb.map((value, i) => value * top.alpha + below[i] * (1 - top.alpha));
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backdrop = (element) => {
      const layers = [];
      for (let each = element; each; each = each.parentElement) {
        const style = getComputedStyle(each);
        if (style.opacity !== "1" && each.id !== "qa") found.push(`is see-through: ${name(each)}`);
        layers.push(parse(style.backgroundColor));
      }
      return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const ratio = (colour, element) => {
      const ground = backdrop(element);
      const [high, low] = [luminance(over(parse(colour), ground)), luminance(ground)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    };
    const judge = (colour, element, what) => {
      const token = element.closest(".dw-code pre") && element.localName === "span";
      const needed = token ? 4.5 : 7;
      const got = ratio(colour, element);
      if (got < needed) found.push(`contrast ${got.toFixed(2)} < ${needed}: ${what} in ${name(element)}`);
    };
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    let texts = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || element.closest("mjx-assistive-mml, style, script")) continue;
      texts += 1;
      judge(getComputedStyle(element).color, element, node.data.trim().slice(0, 30));
    }
    for (const element of card.querySelectorAll("*")) {
      for (const pseudo of ["::before", "::after"]) {
        const style = getComputedStyle(element, pseudo);
        if (element.localName.startsWith("mjx-") && !element.localName.startsWith("mjx-c")) continue;
        if (style.content !== "none" && style.content !== "normal" && style.content !== '""') {
          judge(style.color, element, `${pseudo} ${style.content}`);
        }
      }
    }
    if (!texts) found.push("the card is blank");
    return found;
  }
}
