-- filing_of (row_no, filing_id, filing_class, candidates): how many filings could cover the settlement, and the one that counts.
with
chosen as (
  select row_no, count(*)::integer as candidates, min(favour) filter (covers) as favour from filing_candidate group by row_no
)
select row_no, candidates, filing_id, filing_class from chosen left join filing_row using (favour)
