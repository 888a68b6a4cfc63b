-- Certificate numbers with a right check digit (GB 11643) that cannot be anybody's: no division begins with 99.
create macro certificate_body(person, birth_date, sex) as
  '99' || lpad(((person // 500) % 10000)::varchar, 4, '0') || strftime(birth_date, '%Y%m%d')
  || lpad(((person % 500) * 2 + sex % 2)::varchar, 3, '0');
create macro digit(body, place) as ord(substr(body, place, 1)) - 48;
create macro check_digit(body) as substr('10X98765432', 1 + (
  7 * digit(body, 1) + 9 * digit(body, 2) + 10 * digit(body, 3) + 5 * digit(body, 4) + 8 * digit(body, 5) + 4 * digit(body, 6) +
  2 * digit(body, 7) + digit(body, 8) + 6 * digit(body, 9) + 3 * digit(body, 10) + 7 * digit(body, 11) + 9 * digit(body, 12) +
  10 * digit(body, 13) + 5 * digit(body, 14) + 8 * digit(body, 15) + 4 * digit(body, 16) + 2 * digit(body, 17)
) % 11, 1);
-- The same digit from numbers: for millions of persons.
create macro weighed(n, a, b, c, d) as n // 1000 * a + n // 100 % 10 * b + n // 10 % 10 * c + n % 10 * d;
create macro certificate_of(person, birth_date, sex) as certificate_body(person, birth_date, sex) || substr('10X98765432', 1 + (
  144 + weighed((person // 500 % 10000)::integer, 10, 5, 8, 4) + weighed(year(birth_date)::integer, 2, 1, 6, 3)
  + weighed((month(birth_date) * 100 + day(birth_date))::integer, 7, 9, 10, 5) + weighed((person % 500 * 2 + sex % 2)::integer, 0, 8, 4, 2)
)::integer % 11, 1);
create macro special_person_type_of(aid_class) as case aid_class when 'extreme_poverty' then '1' when 'low_income' then '2' when 'near_poor' then '3' end;
create macro first_area(area, of_province, province) as case when of_province then left(province, 2) || '0100' else area end;
create macro province_of(area) as left(area, 2) || '0000';
create macro filing_no_of(area, person, term) as area || lpad(person::varchar, 10, '0') || lpad((term % 100)::varchar, 2, '0');
create macro side_area(side, insured_area, care_area) as case side when '2' then care_area else insured_area end;
create macro place_of_payment(route, scope) as
  case when route = 'manual' then '1' when scope = 'local' then '2' when scope = 'within_province' then '3' else '4' end;
create macro name_of(person) as '示例' || substr('甲乙丙丁戊己庚辛壬癸', 1 + (person % 10)::integer, 1);
create macro age_at(birth_date, day) as round(date_diff('day', birth_date, day) / 365.25, 1)::decimal(4, 1);
create macro flag(value) as value::integer::varchar;
