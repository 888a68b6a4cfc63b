import { describe, expect, test } from "vitest";
import { personalClasses } from "./dictionary-schema.ts";
import { mask } from "./masks.ts";

describe("mask", () => {
  test.each([
    ["张", "name", "张*"],
    ["张三", "name", "张*"],
    ["张三丰", "name", "张**"],
    ["阿卜杜拉·买买提", "name", "阿**"],
    ["𠮷田", "name", "𠮷*"],
    ["李医生", "staff", "李**"],
    ["110101199001011234", "certificate", "1101**********1234"],
    ["11010119900101123X", "certificate", "1101**********123X"],
    ["110101900101123", "certificate", "1101*******1123"],
    ["H12345678", "certificate", "H*******8"],
    ["1234", "certificate", "****"],
    ["13812345678", "phone", "138****5678"],
    ["0371-65900000", "phone", "0***********0"],
    ["6222020200012345678", "account", "***************5678"],
    ["123456", "account", "1****6"],
    ["河南省郑州市金水区某路1号", "address", "河南省郑州市****"],
    ["郑州市", "address", "****"],
    ["郑州某某有限公司", "organisation", "郑州****公司"],
    ["某厂", "organisation", "****"],
    ["01234567-89ab-cdef-0123-456789abcdef", "certificate", "01234567…"],
  ] as const)("%s as %s shows %s", (value, personal, shown) => {
    expect(mask(value, personal)).toBe(shown);
  });

  test("nothing stays nothing", () => {
    expect(mask(null, "name")).toBeNull();
    expect(mask("", "phone")).toBe("");
  });

  test("no class shows a whole value", () => {
    for (const personal of personalClasses) {
      for (const value of ["王", "王五六", "123456789012345678", "13912345678", "甲乙丙丁戊己庚辛壬癸"]) {
        expect(mask(value, personal)).not.toBe(value);
        expect(mask(value, personal)).toContain("*");
      }
    }
  });
});
