-- Certificate numbers with a right check digit (GB 11643) that cannot be anybody's: no division begins with 99.
create macro certificate_body(person, birth_date, sex) as
  '99' || lpad(((person // 500) % 10000)::varchar, 4, '0') || strftime(birth_date, '%Y%m%d')
  || lpad(((person % 500) * 2 + sex % 2)::varchar, 3, '0');
create macro check_digit(body) as substr('10X98765432', 1 + (
  7 * substr(body, 1, 1)::integer + 9 * substr(body, 2, 1)::integer + 10 * substr(body, 3, 1)::integer + 5 * substr(body, 4, 1)::integer +
  8 * substr(body, 5, 1)::integer + 4 * substr(body, 6, 1)::integer + 2 * substr(body, 7, 1)::integer + substr(body, 8, 1)::integer +
  6 * substr(body, 9, 1)::integer + 3 * substr(body, 10, 1)::integer + 7 * substr(body, 11, 1)::integer + 9 * substr(body, 12, 1)::integer +
  10 * substr(body, 13, 1)::integer + 5 * substr(body, 14, 1)::integer + 8 * substr(body, 15, 1)::integer + 4 * substr(body, 16, 1)::integer +
  2 * substr(body, 17, 1)::integer
) % 11, 1);
create macro first_area(area, of_province, province) as case when of_province then left(province, 2) || '0100' else area end;
