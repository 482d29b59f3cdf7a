-- The privacy policy names what owners say of their business: that it is kept, for how long, and who gets it. Where
-- nobody has agreed to the first text yet it is put right in place; else the new one is announced now, takes effect as
-- early as the law has it, and a job tells everybody. A text that operators have published since is theirs to change.
-- Locks: document_versions, for a moment.
alter table document_versions disable trigger document_versions_kept;
--> statement-breakpoint
do $$
declare
  first document_versions;
  named jsonb;
  starts timestamptz := earliest_effect('privacy', false, now());
begin
  select * into first from document_versions where document = 'privacy' and status = 'PUBLISHED'
    order by effective_at desc limit 1;
  if first.drafted_by is not null or first.version <> '2026-11-22' then
    return;
  end if;
  named := first.content;
  named := jsonb_insert(named, '{sections,0,items,2}',
    '"공간을 등록하고 정산받는 경우: 출금 계좌(은행, 계좌번호, 예금주의 이름), 사업자라면 사업자등록번호(암호화)"', true);
  named := jsonb_insert(named, '{sections,1,items,1}',
    '"세금계산서와 통신판매중개 자료에 쓰는 사업자등록번호: 탈퇴한 날부터 5년 (국세기본법)"', true);
  named := jsonb_insert(named, '{sections,2,items,2}',
    '"받는 자: 국세청 · 목적: 세금계산서와 통신판매중개 자료의 제출 · 항목: 공간 등록자의 이름, 사업자등록번호, 거래 금액 · 기간: 관련 법령이 정한 기간"', true);
  named := jsonb_set(named, '{sections,2,items,2}',
    '"받는 자: 출금 계좌가 있는 은행과 출금을 처리하는 토스페이먼츠 주식회사 · 목적: 예금주와 받는 분 확인, 출금 · 항목: 은행, 계좌번호, 예금주의 이름, 금액, 사업자라면 상호와 사업자등록번호 · 기간: 관련 법령이 정한 기간"');
  if not exists (select from consents where document = 'privacy') then
    update document_versions set content = named where id = first.id;
  else
    insert into document_versions (id, document, version, effective_at, content, summary, reason, worse, status, drafted_at, decided_at)
      values (gen_random_uuid(), 'privacy', to_char(starts at time zone 'Asia/Seoul', 'YYYY-MM-DD'), starts, named,
        '공간 등록자의 사업자등록번호를 보관하고 제출하는 내용을 더했어요.',
        '정산과 세금 자료에 필요한 정보를 빠짐없이 알려 드리려고요.', false, 'PUBLISHED', now(), now());
  end if;
end $$;
--> statement-breakpoint
alter table document_versions enable always trigger document_versions_kept;
