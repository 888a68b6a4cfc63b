import { type Expression, partsOf } from "./expression.ts";

/** Functions that give null for a null among their arguments; greatest and least pass over it. */
const passNullOver = new Set(["greatest", "least"]);

/** Whether a condition can hold of no row for which nothing was looked up under a name: all its columns are null then. Says no where it cannot tell. */
export function neverTrueWithout(condition: Expression, of: string): boolean {
  const never = (each: Expression): boolean => {
    if (isNullWithout(each, of)) return true;
    switch (each.is) {
      case "all":
        return each.parts.some(never);
      case "any":
      case "first":
        return each.parts.every(never);
      case "null":
        return each.negated && isNullWithout(each.part, of);
      case "constant":
        return each.type.kind === "boolean" && each.value === "false";
      default:
        return false;
    }
  };
  return never(condition);
}

function isNullWithout(expression: Expression, of: string): boolean {
  const some = () => partsOf(expression).some((part) => isNullWithout(part, of));
  switch (expression.is) {
    case "column":
      return expression.of === of;
    case "comparison":
      return expression.operator !== "is distinct from" && expression.operator !== "is not distinct from" && some();
    case "arithmetic":
    case "negative":
    case "not":
    case "shifted":
    case "days":
    case "converted":
      return some();
    case "among":
      return isNullWithout(expression.part, of);
    case "call":
      return !passNullOver.has(expression.name) && some();
    default:
      return false;
  }
}
