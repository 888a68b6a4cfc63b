-- Uniform [0, 1) and standard normal draws that depend on seed, row and salt only. The salt is folded into one number while the statement
-- is planned, so that a draw costs one hash.
create macro u(i, salt) as (hash(xor(i::bigint::ubigint, hash(getvariable('seed'), salt))) >> 11)::double / 9007199254740992.0;
create macro z(i, salt) as sqrt(-2 * ln(1 - u(i, salt || '/r'))) * cos(2 * pi() * u(i, salt || '/t'));
-- Place in a table of equal slots: a draw from a distribution is then a join by equality.
create macro slot(i, salt, slots) as floor(slots * u(i, salt))::integer;
create macro yuan(fen) as (fen::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2);
create macro half_up(fen, ratio) as (fen * ratio + 5000) // 10000;
