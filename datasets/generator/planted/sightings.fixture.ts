/**
 * For every XR card, what a careful reader would see in the written files, in plain SQL and without knowing the stories: `seen` gives keys of records
 * that break the card clearly, `mark` keys of records that carry the sign of an innocent explanation. Views: see planted.test.ts.
 */
export const sightings: Record<string, { seen: string; mark: string }> = {
  "XR-01": {
    seen: `select unnest([a.key, b.key]) as key from stay a join stay b using (certno)
      where a.key < b.key and a.away <> b.away and least(a.enddate, b.enddate) - greatest(a.begndate, b.begndate) >= 2`,
    mark: `select b.key from stay a join stay b using (certno) left join out_appy_d f on f.trt_dcla_detl_sn = b.filing_no
      where a.key <> b.key and a.begndate < b.begndate and a.away <> b.away
        and (a.enddate = b.begndate and f.trafout_fixmedins_code = a.place
          or a.enddate - b.begndate = 1 and (select max(fee_ocur_time) from fee_list_d where setl_id = a.key) < b.begndate)`,
  },
  "XR-02": {
    seen: `select o.key from visit o join stay i using (certno)
      where o.begndate > i.begndate and o.begndate < i.enddate and o.away <> i.away and o.fund_pay_sumamt > 0 and o.outside = 0`,
    mark: `select o.key from visit o join stay i using (certno)
      where o.begndate > i.begndate and o.begndate < i.enddate and (o.fund_pay_sumamt = 0 and o.acct_mulaid_pay > 0 or o.outside > 0)`,
  },
  "XR-03": {
    seen: `select b.key from visit a join visit b using (certno)
      where a.setl_time < b.setl_time and a.mdtrt_cert_type in ('02', '03', '04') and b.mdtrt_cert_type in ('02', '03', '04')
        and b.first_fee::date = b.setl_time::date
        and km(a.latitude, a.longitude, b.latitude, b.longitude) > 100
        and km(a.latitude, a.longitude, b.latitude, b.longitude) / (date_diff('minute', a.setl_time, b.setl_time) / 60) > 1200`,
    mark: `select b.key from visit a join visit b using (certno)
      where a.key <> b.key and a.away <> b.away and abs(date_diff('minute', a.setl_time, b.setl_time)) < 120
        and (b.first_fee::date < b.setl_time::date or b.mdtrt_cert_type = '01' and b.outside > 0)`,
  },
  "XR-04": {
    seen: `select a.key from visit a join visit b on b.certno = a.certno and b.begndate between a.begndate and a.begndate + 14
      group by a.key having count(distinct b.away) >= 4`,
    mark: `select v.key from visit v join out_appy_d f on f.certno = v.certno and left(f.rloc_admdvs, 2) = v.away and f.rloc_rea = '07' and f.memo like '常驻%'
      where (select count(distinct away) from visit o where o.certno = v.certno) >= 3`,
  },
  "XR-05": {
    seen: `select unnest(list(key)) as key from stay where away <> home group by place, insu_admdvs, begndate, enddate having count(distinct certno) >= 12`,
    mark: `select unnest(list(key)) as key from stay where away <> home group by place, insu_admdvs
      having count(distinct certno) >= 30 and count(distinct enddate) >= 20`,
  },
  "XR-06": {
    seen: `select unnest(list(a.key)) as key from visit a join visit b on a.place = b.place and a.begndate = b.begndate and a.certno <> b.certno
      where a.addr <> b.addr and a.tel <> b.tel group by a.certno, b.certno having count(*) >= 6 and count(distinct a.place) >= 2`,
    mark: `select unnest(list(a.key)) as key from visit a join visit b on a.place = b.place and a.begndate = b.begndate and a.certno <> b.certno
      where a.addr = b.addr and a.tel = b.tel group by a.certno, b.certno having count(*) >= 4`,
  },
  "XR-07": {
    seen: `select unnest(list(setl_id)) as key from bill where prd_days > 0 group by certno, left(med_list_codg, 9)
      having sum(prd_days) > 250 and count(distinct away) >= 2 and count(distinct fixmedins_code) >= 3 and max(begndate) - min(begndate) <= 90`,
    mark: `select unnest(list(setl_id)) as key from bill where prd_days > 0 group by certno, left(med_list_codg, 9)
      having count(*) = 2 and count(distinct fixmedins_code) = 1 and count(distinct bilg_dr_code) = 1 and max(prd_days) <= 84`,
  },
  "XR-08": {
    seen: `select drug_trac_codg as key from trace_code where trdn_flag = '0' and returned = '0' group by all
      having count(distinct mdtrt_id) > 1 and count(distinct left(fixmedins_code[2:], 2)) > 1`,
    mark: `select drug_trac_codg as key from trace_code group by all
      having count(distinct mdtrt_id) > 1 and (bool_and(trdn_flag = '1') and sum(cnt) <= 1 or bool_or(returned = '1'))`,
  },
  "XR-09": {
    seen: `select f.trt_dcla_detl_sn as key from out_appy_d f join care v on v.filing_no = f.trt_dcla_detl_sn and v.setl_type = '2'
      group by all having min(f.crte_time) > max(v.setl_time)`,
    mark: `select f.trt_dcla_detl_sn as key from out_appy_d f join care v on v.filing_no = f.trt_dcla_detl_sn
      group by all having bool_and(f.crte_time < v.setl_time) and (max(f.enddate) > '2090-01-01' and count(*) > 5 or bool_or(f.crte_time > v.begntime))`,
  },
  "XR-10": {
    seen: `select v.key from stay v join out_appy_d f on f.certno = v.certno
      where f.crte_time > v.setl_time and f.begndate < v.begndate and f.att_cnt = 0 and f.rloc_rea in ('02', '07')`,
    mark: `select v.key from stay v where v.er_flag = '1' and v.filing_no is null
      or (select count(*) from out_appy_d f where f.certno = v.certno and f.crte_time < v.setl_time) >= 2`,
  },
  "XR-11": {
    seen: `select v.key from care v anti join out_appy_d f on f.certno = v.certno
      where v.away <> v.home and v.setl_type = '2' and v.er_flag = '0' and not v.exempt`,
    mark: `select v.key from care v anti join out_appy_d f on f.certno = v.certno where v.away <> v.home and (v.er_flag = '1' or v.exempt)`,
  },
  "XR-12": {
    seen: `select unnest(list(trt_dcla_detl_sn)) as key from out_appy_d where att_cnt = 0 group by agnter_certno, resout_addr having count(distinct certno) >= 15`,
    mark: `select f.trt_dcla_detl_sn as key from out_appy_d f join care v on v.certno = f.certno and v.away = left(f.rloc_admdvs, 2)
      where f.att_cnt = 0 and f.rloc_rea in ('02', '07') group by all having count(*) >= 6`,
  },
  "XR-13": {
    seen: `select unnest(list(key)) as key from stay where away <> home group by place
      having count(*) >= 10 and avg((er_flag = '1' and diagnosis[1:1] not in ('S', 'I', 'T') and diagnosis[:3] <> 'K35')::integer) > 0.8`,
    mark: `select unnest(list(key)) as key from stay where away <> home group by place
      having count(*) >= 10 and avg((er_flag = '1' and (diagnosis[1:1] in ('S', 'I', 'T') or diagnosis[:3] = 'K35'))::integer) > 0.8`,
  },
  "XR-14": {
    seen: `select unnest([a.key, b.key]) as key from stay a join stay b on a.certno = b.certno and a.invono = b.invono
      where a.setl_type = '2' and b.setl_type = '1' and a.refd_setl_flag = '0' and a.medfee_sumamt = b.medfee_sumamt`,
    mark: `select b.key from taken_back a join stay b on a.certno = b.certno and a.fixmedins_code = b.place and a.begndate = b.begndate where b.setl_type = '1'`,
  },
  "XR-15": {
    seen: `select unnest(list(key)) as key from stay where invono is not null group by invono, medfee_sumamt having count(*) >= 3`,
    mark: `select unnest(list(key)) as key from stay where invono is not null group by invono
      having count(*) = 2 and count(distinct place) = 2 and count(distinct medfee_sumamt) = 2`,
  },
  "XR-16": {
    seen: `select unnest([a.key, b.key]) as key from stay a join stay b on a.certno = b.certno and a.place = b.place and a.begndate = b.begndate
      where a.insutype = '310' and b.insutype = '390' and a.fund_pay_sumamt > 0 and b.fund_pay_sumamt > 0`,
    mark: `select v.key from stay v join psn_insu_d e on e.certno = v.certno and e.insutype = '390' join psn_insu_d w on w.certno = v.certno and w.insutype = '310'
      where e.enddate > w.begndate
        and not exists (from stay o where o.certno = v.certno and o.key <> v.key and o.begndate = v.begndate and o.place = v.place)`,
  },
  "XR-17": {
    seen: `select v.key from care v join psn_info_b p using (psn_no) where v.begndate > p.die_date + 1`,
    mark: `select v.key from care v join psn_info_b p using (psn_no) where v.enddate <= p.die_date and v.setl_time::date > p.die_date + 5`,
  },
  "XR-18": {
    seen: `select v.key from care v join psn_info_b p using (psn_no) where p.surv_stas = '3' and v.begndate > p.survival_since`,
    mark: `select v.key from care v join psn_insu_d a using (psn_no) join psn_insu_d b using (psn_no)
      where a.psn_insu_stas = '2' and v.begndate between a.begndate and a.enddate and b.psn_insu_stas = '1' and b.begndate <= v.begndate and b.enddate is null`,
  },
  "XR-19": {
    seen: `select v.key from stay v anti join investigation i on i.setl_id = v.key where v.setl_type = '1' and v.away <> v.home and v.medfee_sumamt > 90000`,
    mark: `select v.key from stay v join investigation i on i.setl_id = v.key where v.medfee_sumamt > 30000 and i.answered_at is null`,
  },
  "XR-20": {
    seen: `select b.setl_id as key from bill b join item on item.item_code = b.med_list_codg where b.setl_type = '1' and b.pric > 5 * item.price_high`,
    mark: `select b.setl_id as key from bill b join item on item.item_code = b.med_list_codg where b.setl_type = '1'
      group by all having max(b.pric / item.price_high) <= 1.01 and sum(b.det_item_fee_sumamt) > 60000`,
  },
  "XR-21": {
    seen: `select unnest(list(key)) as key from visit where month(begndate) = 12 group by certno having count(*) >= 8 and sum(hifp_pay) >= 2850`,
    mark: `select unnest(list(key)) as key from visit group by certno
      having count(distinct date_trunc('month', begndate)) >= 9 and sum(hifp_pay) >= 1500 and max(hifp_pay) < 0.2 * sum(hifp_pay)`,
  },
  "XR-22": {
    seen: `select unnest(list(key)) as key from stay group by place, diagnosis
      having count(*) filter (home = away) >= 8 and avg(medfee_sumamt) filter (home <> away) > 2.2 * avg(medfee_sumamt) filter (home = away)`,
    mark: `select unnest(list(key)) as key from stay join (
        select place, diagnosis, avg(medfee_sumamt) filter (home <> away) / avg(medfee_sumamt) filter (home = away) as alike from stay
        group by all having count(*) filter (home = away) >= 2 and count(*) filter (home <> away) >= 2
      ) by_illness using (place, diagnosis)
      group by place
      having avg(medfee_sumamt) filter (home <> away) > 2 * avg(medfee_sumamt) filter (home = away) and max(alike) < 1.5 and count(*) >= 20`,
  },
  "XR-23": {
    seen: `select unnest(list(key)) as key from (
        select *, begndate - lag(enddate) over each_one as gap, away <> lag(away) over each_one as moved from stay
        where diagnosis[:3] not in ('Z51', 'N18') window each_one as (partition by certno, diagnosis order by begndate)
      ) group by certno, diagnosis having count(*) filter (gap between 1 and 3 and moved) >= 3`,
    mark: `select b.key from stay a join stay b using (certno) left join out_appy_d f on f.trt_dcla_detl_sn = b.filing_no
      where a.key <> b.key and a.away <> b.away and b.begndate - a.enddate between 0 and 15
        and (b.diagnosis[:3] in ('Z51', 'N18') or f.trafout_fixmedins_code = a.place)`,
  },
  "XR-24": {
    seen: `select h.fixmedins_code as key from fixmedins_b h join stay a on a.place = h.fixmedins_code
      join stay b on b.place = a.place and b.begndate <= a.begndate and b.enddate > a.begndate group by h.fixmedins_code, h.licensed_beds, a.key
      having count(*) > 1.5 * h.licensed_beds`,
    mark: `select h.fixmedins_code as key from fixmedins_b h join stay a on a.place = h.fixmedins_code
      group by h.fixmedins_code, h.licensed_beds, a.begndate having count(*) > h.licensed_beds and bool_and(a.enddate = a.begndate)`,
  },
  "XR-25": {
    seen: `select key from visit where acct_mulaid_pay > 0 and mdtrt_cert_type = '05' and fund_pay_sumamt > 0`,
    mark: `select v.key from visit v join visit o on o.tel = v.tel and o.addr = v.addr and o.certno <> v.certno
      where v.acct_mulaid_pay > 0 and o.acct_mulaid_pay > 0`,
  },
  "XR-26": {
    seen: `select unnest(list(unnested)) as key from (
        select bilg_dr_code, begndate, unnest(list(setl_id)) as unnested from bill group by bilg_dr_code, begndate having count(distinct away) > 1
      ) group by bilg_dr_code having count(distinct begndate) >= 8`,
    mark: `select unnest(list(key)) as key from (
        select bilg_dr_code, begndate, list(setl_id) as keys, unnest(list(setl_id)) as key, count(distinct away) as places, any_value(away) as away
        from bill group by bilg_dr_code, begndate
      ) group by bilg_dr_code having max(places) = 1 and count(distinct away) = 2`,
  },
  "XR-27": {
    seen: `select v.key from care v where v.med_type = '14' and v.away <> v.home
      and not exists (from opsp_reg_d e where e.psn_no = v.psn_no and e.dise_code is not null)`,
    mark: `select v.key from care v where v.med_type = '14'
      and exists (from opsp_reg_d a join opsp_reg_d b using (psn_no, dise_code) where a.psn_no = v.psn_no and b.begndate = a.enddate + 1)`,
  },
  "XR-28": {
    seen: `select unnest(list(key)) as key from visit join opsp_reg_d e on e.psn_no = visit.psn_no and e.dise_code = diagnosis
      where visit.med_type = '11' and away <> home and diagnosis[:3] in ('J44', 'M06', 'G40', 'F20') group by visit.certno having count(*) >= 6`,
    mark: `select unnest(list(key)) as key from visit anti join opsp_reg_d e on e.psn_no = visit.psn_no and e.dise_code = diagnosis
      where visit.med_type = '11' and away <> home group by visit.certno having count(*) = 1 and any_value(diagnosis)[:3] = 'J18' or count(*) = 4`,
  },
  "XR-29": {
    seen: `select unnest(list(key)) as key from stay where diagnosis[1:1] = 'S' and rel_ttp_flag is null group by emp_no, begndate having count(*) >= 3`,
    mark: `select key from stay where diagnosis[1:1] = 'S' and rel_ttp_flag = '0'`,
  },
  "XR-30": {
    seen: `select unnest(list(f.trt_dcla_detl_sn)) as key from out_appy_d f join psn_insu_d e using (psn_no) where f.agnter_certno is not null
      group by f.agnter_certno, f.rloc_admdvs
      having count(distinct f.certno) >= 20 and max(f.crte_time) - min(f.crte_time) < interval 30 day and count(distinct e.emp_no) <> 1`,
    mark: `select unnest(list(f.trt_dcla_detl_sn)) as key from out_appy_d f join psn_insu_d e using (psn_no) where f.agnter_certno is not null
      group by f.agnter_certno having count(distinct f.certno) >= 10 and count(distinct e.emp_no) = 1`,
  },
  "XR-31": {
    seen: `select a.key from visit a join visit b on b.certno = a.certno and b.setl_time between a.setl_time and a.setl_time + interval 1 hour
      where a.med_type = '41' and b.med_type = '41' and b.medfee_sumamt % 100 = 0 group by a.key having count(distinct b.place) >= 5`,
    mark: `select a.key from visit a join visit b on b.certno = a.certno and b.setl_time between a.setl_time and a.setl_time + interval 1 hour
      where a.acct_mulaid_pay > 0 and b.acct_mulaid_pay > 0 group by a.key having count(*) = 3 and count(distinct b.place) = 2`,
  },
  "XR-32": {
    seen: `select b.setl_id as key from bill b join special using (med_list_codg) anti join opsp_reg_d e on e.psn_no = b.psn_no and e.item_code = b.med_list_codg`,
    mark: `select b.setl_id as key from bill b join special using (med_list_codg) join opsp_reg_d e on e.psn_no = b.psn_no and e.item_code = b.med_list_codg
      where e.begndate - b.begndate between 1 and 3`,
  },
  "XR-33": {
    seen: `select b.setl_id as key from bill b join special using (med_list_codg)
      anti join network_service n on n.fixmedins_code = b.fixmedins_code and n.item_code = b.med_list_codg and n.service = 'special_drug'`,
    mark: `select b.setl_id as key from bill b join special using (med_list_codg)
      join network_service n on n.fixmedins_code = b.fixmedins_code and n.item_code = b.med_list_codg where n.open_from - b.begndate between 1 and 7`,
  },
  "XR-34": {
    seen: `select b.setl_id as key from bill a join bill b on a.certno = b.certno and a.med_list_codg = b.med_list_codg join special on special.med_list_codg = b.med_list_codg
      where a.med_type <> '41' and b.med_type = '41' and a.away <> b.away and b.begndate - a.begndate between 0 and 3 group by all`,
    mark: `select unnest([a.setl_id, b.setl_id]) as key from bill a join bill b on a.certno = b.certno and left(a.med_list_codg, 10) = left(b.med_list_codg, 10)
      join special on special.med_list_codg = b.med_list_codg where a.med_list_codg <> b.med_list_codg`,
  },
};
