let tip: HTMLElement | undefined;

/** Shows a line beside a part of a drawing, for the pointer and for the keyboard alike. */
export function tipOn(element: Element, text: string): void {
  const show = () => {
    tip ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "tip" }));
    tip.textContent = text;
    tip.hidden = false;
    const { left, width, top, bottom } = element.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const x = Math.min(
      Math.max(8, left + width / 2 - own.width / 2),
      document.documentElement.clientWidth - own.width - 8,
    );
    const above = top - own.height - 6;
    tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(above > 4 ? above : bottom + 6)}px)`;
  };
  element.addEventListener("pointerenter", show);
  element.addEventListener("focus", show);
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("blur", hideTip);
}

export function hideTip(): void {
  if (tip) tip.hidden = true;
}
