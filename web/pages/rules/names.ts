import { categoryName, investigatorName, statusName } from "../../lib/finding-labels.ts";
import { messageNamed } from "../../lib/message.ts";
import { sceneName, shapeName } from "../../lib/rule-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Condition, Order } from "./filter.ts";

export const conditionName: Record<Condition, () => string> = {
  category: m.finding_category,
  class: m.rules_class,
  origin: m.rules_origin,
  state: m.rules_state,
  shape: m.rules_shape,
  scene: m.rules_scene,
  result: m.rules_result,
  investigate: m.rules_investigate,
};

export const orderName: Record<Order, () => string> = {
  id: m.rules_order_id,
  open: m.rules_order_open,
  loss: m.rules_order_loss,
  changed: m.rules_order_changed,
};

/** What a value of a condition is called. */
export const valueName: Record<Condition, (value: string) => string> = {
  category: categoryName,
  class: (value) => value,
  origin: (value) => messageNamed(`rules_${value}`) ?? value,
  state: (value) => messageNamed(`rules_state_${value}`) ?? statusName(value),
  shape: shapeName,
  scene: sceneName,
  result: (value) => messageNamed(`rules_result_${value}`) ?? value,
  investigate: investigatorName,
};
