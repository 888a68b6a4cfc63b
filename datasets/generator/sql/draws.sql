-- Uniform [0, 1) and standard normal draws that depend on seed, row and salt only.
-- DuckDB's hash(a, b, c) joins the parts by XOR: two salts of one row would differ by a constant pattern. The outer hash breaks that.
create macro u(i, salt) as (hash(hash(getvariable('seed'), i::bigint, salt)) >> 11)::double / 9007199254740992.0;
create macro z(i, salt) as sqrt(-2 * ln(1 - u(i, salt || '/r'))) * cos(2 * pi() * u(i, salt || '/t'));
create macro yuan(fen) as (fen::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(16, 2);
create macro reversal_sign(is_reversal, fen) as case when is_reversal then -fen else fen end;
