-- Uniform [0, 1) and standard normal draws that depend on seed, row and salt only. The salt is folded into one number while the statement
-- is planned, so that a draw costs one hash.
create macro u(i, salt) as (hash(xor(i::bigint::ubigint, hash(getvariable('seed'), salt))) >> 11)::double / 9007199254740992.0;
create macro z(i, salt) as sqrt(-2 * ln(1 - u(i, salt || '/r'))) * cos(2 * pi() * u(i, salt || '/t'));
-- Place in a table of equal slots: a draw from a distribution is then a join by equality.
create macro slot(i, salt, slots) as floor(slots * u(i, salt))::integer;
create macro yuan(fen) as (fen::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2);
create macro half_up(fen, ratio) as (fen * ratio + 5000) // 10000;
-- The same with the ratio in hundred-millionths.
create macro by_ratio(fen, ratio) as (fen * ratio + 50000000) // 100000000;
create macro fen(yuan) as (yuan::decimal(18, 2) * 100)::bigint;
-- What leaves so much after a share in ten-thousandths was taken from it, half up: nearly the quotient, one fen more or less.
create macro before_extra(left_over, ratio) as case
  when ratio = 0 then left_over
  else list_filter(
    [left_over * 10000 // (10000 - ratio) + step for step in [-2, -1, 0, 1, 2]], lambda each: each - (each * ratio + 5000) // 10000 = left_over
  )[1]
end;
