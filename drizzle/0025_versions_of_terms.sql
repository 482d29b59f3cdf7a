-- The texts that the service stands by, version by version, drafted by one and published by another; what people say to
-- news and offers; and who left. The table of notices is read once for its new check; nothing else that is there is locked.
CREATE TABLE "document_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"version" text NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"content" jsonb NOT NULL,
	"summary" text NOT NULL,
	"reason" text NOT NULL,
	"worse" boolean NOT NULL,
	"status" text DEFAULT 'DRAFT' NOT NULL,
	"drafted_by" uuid,
	"drafted_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"rejection" text,
	"told_through" uuid,
	"told_at" timestamp with time zone,
	CONSTRAINT "document_versions_document" CHECK ("document_versions"."document" in ('terms', 'privacy', 'dispute')),
	CONSTRAINT "document_versions_status" CHECK ("document_versions"."status" in ('DRAFT', 'PUBLISHED', 'REJECTED')),
	CONSTRAINT "document_versions_day" CHECK ("document_versions"."version" ~ '^\d{4}-\d\d-\d\d$' and "document_versions"."effective_at" = "document_versions"."version"::timestamp at time zone 'Asia/Seoul'),
	CONSTRAINT "document_versions_words" CHECK (length("document_versions"."summary") between 1 and 1000 and length("document_versions"."reason") between 1 and 500),
	CONSTRAINT "document_versions_two_people" CHECK ("document_versions"."decided_by" <> "document_versions"."drafted_by"),
	CONSTRAINT "document_versions_decided" CHECK (("document_versions"."status" = 'DRAFT') = ("document_versions"."decided_at" is null) and ("document_versions"."decided_by" is null) = ("document_versions"."decided_at" is null or "document_versions"."drafted_by" is null)),
	CONSTRAINT "document_versions_rejected" CHECK (("document_versions"."status" = 'REJECTED') = ("document_versions"."rejection" is not null)),
	CONSTRAINT "document_versions_told" CHECK ("document_versions"."told_at" is null or "document_versions"."status" = 'PUBLISHED')
);
--> statement-breakpoint
CREATE TABLE "leavers" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"person_sealed" text NOT NULL,
	"left_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketing_choices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "marketing_choices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" uuid NOT NULL,
	"agreed" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"address" text
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_drafted_by_users_id_fk" FOREIGN KEY ("drafted_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leavers" ADD CONSTRAINT "leavers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketing_choices" ADD CONSTRAINT "marketing_choices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "document_versions_once" ON "document_versions" USING btree ("document","version") WHERE "document_versions"."status" = 'PUBLISHED';--> statement-breakpoint
CREATE UNIQUE INDEX "document_versions_one_draft" ON "document_versions" USING btree ("document") WHERE "document_versions"."status" = 'DRAFT';--> statement-breakpoint
CREATE INDEX "document_versions_drafted" ON "document_versions" USING btree ("drafted_at");--> statement-breakpoint
CREATE INDEX "leavers_left" ON "leavers" USING btree ("left_at");--> statement-breakpoint
CREATE INDEX "marketing_choices_user" ON "marketing_choices" USING btree ("user_id","id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'withdrawal.waits', 'account.frozen', 'account.unfrozen', 'login.new', 'second_factor.on', 'second_factor.off', 'second_factor.recovered', 'password.changed', 'password.reset', 'email.taken', 'terms.changing'));
--> statement-breakpoint
-- The texts that came with the product. Whoever publishes the next ones is written down; behind these is nobody.
insert into document_versions (id, document, version, effective_at, content, summary, reason, worse, status, drafted_at, decided_at, told_at) values
  (gen_random_uuid(), 'terms', '2026-11-22', '2026-11-22T00:00:00+09:00', '{"summary":["충전금은 이용자가 맡긴 돈이고, 회사의 매출이 아니에요.","쓰지 않은 충전은 7일 안에 수수료 없이 취소할 수 있어요.","잔액은 마지막으로 충전하거나 쓴 날부터 5년이 지나면 소멸시효가 완성돼요."],"sections":[{"heading":"제1조 (목적)","paragraphs":["이 약관은 포켓스페이스(이하 “회사”)가 제공하는 선불 지갑 서비스 포스페이(이하 “서비스”)를 이용할 때 회사와 이용자의 권리와 의무, 책임을 정합니다."]},{"heading":"제2조 (용어)","paragraphs":["이 약관에서 쓰는 말의 뜻은 다음과 같습니다."],"items":["충전: 이용자가 회사가 정한 결제수단으로 금액을 내고 같은 금액을 지갑의 잔액에 더하는 일","잔액: 이용자가 충전하거나 환불받아 서비스 안에서 쓸 수 있는 금액","결제: 이용자가 잔액으로 공간 이용료를 내는 일","공간 등록자: 공간을 등록하고 이용료를 받는 회원","결제대행사: 충전 대금의 결제를 처리하는 전자지급결제대행업자(토스페이먼츠)"]},{"heading":"제3조 (약관의 게시와 변경)","paragraphs":["회사는 이 약관을 서비스 화면에 게시합니다. 약관을 바꿀 때에는 적용일 1개월 전부터 바뀌는 내용과 이유를 서비스 화면과 전자우편으로 알립니다.","이용자는 바뀐 약관에 동의하지 않을 수 있으며, 이 경우 잔액을 환급받고 이용계약을 해지할 수 있습니다."]},{"heading":"제4조 (이용계약과 계정)","paragraphs":["이용계약은 이용자가 이 약관과 개인정보 처리방침에 동의하고 가입을 신청한 뒤 회사가 승낙하면 성립합니다. 만 14세 미만은 가입할 수 없습니다.","이용자는 비밀번호를 다른 사람에게 알려 주어서는 안 되며, 계정이 도용된 사실을 알게 되면 곧바로 회사에 알려야 합니다. 회사는 신고를 받은 즉시 계정의 이용을 멈춥니다."]},{"heading":"제5조 (충전)","paragraphs":["이용자는 카드, 간편결제, 계좌이체 등 서비스 화면에 표시된 결제수단으로 충전할 수 있습니다. 한 번에 충전할 수 있는 최소 금액과 지갑에 둘 수 있는 잔액의 한도는 충전 화면에 표시합니다.","충전은 결제대행사가 결제를 승인하고 회사가 그 결과를 확인한 때에 완료됩니다. 결과를 바로 알 수 없는 때에는 ‘확인 중’으로 표시하고, 승인이 확인되면 잔액에 더하며, 승인되지 않은 것으로 확인되면 대금이 청구되지 않았음을 알립니다.","충전은 예치이며 재화나 용역의 공급이 아니므로 충전한 때에는 세금계산서나 현금영수증을 발급하지 않습니다."]},{"heading":"제6조 (충전의 취소와 환급)","paragraphs":["이용자는 충전한 날부터 7일 안에 쓰지 않은 충전을 취소하고 전액을 돌려받을 수 있습니다.","7일이 지난 뒤에도 이용자는 쓰지 않은 잔액을 언제든지 전액 환급받을 수 있습니다. 회사가 이용자에게 불리하게 이용 조건을 바꾸거나 서비스를 더 제공할 수 없게 된 때에도 같습니다.","취소한 금액은 원래의 결제수단으로 돌려드립니다. 원래의 결제수단으로 돌려드릴 수 없을 때에는 본인 명의 계좌로 돌려드립니다.","회사는 이용자가 환급을 요청한 날부터 3영업일 안에 환급에 필요한 조치를 합니다. 환급에는 수수료를 받지 않습니다."]},{"heading":"제7조 (소멸시효)","paragraphs":["잔액은 마지막으로 충전하거나 쓴 날부터 5년이 지나면 상법에 따라 소멸시효가 완성됩니다. 회사는 시효가 완성되기 1년 전부터 3회 이상 이용자에게 알립니다."]},{"heading":"제8조 (충전금의 관리)","paragraphs":["회사는 이용자의 충전금을 회사의 고유한 재산과 구분하여 기록하고 관리합니다. 별도관리의 방법과 기관은 서비스 화면에 알립니다.","충전금에는 이자가 붙지 않으며, 예금자보호법에 따른 보호 대상이 아닙니다."]},{"heading":"제9조 (오류의 정정)","paragraphs":["이용자는 거래에 오류가 있음을 안 때에 회사에 정정을 요구할 수 있습니다. 회사는 오류를 곧바로 조사하여 요구를 받은 날부터 2주 안에 결과를 알립니다.","회사가 스스로 오류를 안 때에도 곧바로 처리하고 그 결과를 이용자에게 알립니다."]},{"heading":"제10조 (이용의 제한)","paragraphs":["회사는 계정의 도용, 부정한 결제, 법령 위반이 의심되는 때에 서비스의 이용을 제한할 수 있습니다. 이때 이유와 이의를 제기하는 방법을 이용자에게 알리며, 잔액은 그대로 보존합니다."]},{"heading":"제11조 (거래 기록의 보존)","paragraphs":["회사는 거래의 종류와 금액, 상대방, 일시 등 거래 기록을 관련 법령이 정한 기간 동안 보존하며, 이용자는 서비스 화면에서 자신의 거래 기록을 확인할 수 있습니다."]},{"heading":"제12조 (통신판매중개자의 고지)","paragraphs":["회사는 통신판매중개자로서 이용자와 공간 등록자 사이의 공간 대여 거래의 당사자가 아닙니다. 다만 회사의 고의나 과실로 생긴 손해에 대하여는 회사가 책임을 집니다."]},{"heading":"제13조 (준거법과 분쟁의 해결)","paragraphs":["이 약관은 대한민국 법에 따라 해석합니다. 이용자는 금융분쟁조정위원회나 한국소비자원에 분쟁의 조정을 신청할 수 있으며, 소송은 민사소송법이 정한 법원에 제기합니다."]}]}', '처음 적용되는 문서예요.', '서비스를 시작하며 정했어요.', false, 'PUBLISHED', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00'),
  (gen_random_uuid(), 'privacy', '2026-11-22', '2026-11-22T00:00:00+09:00', '{"summary":["가입에는 이름과 이메일, 비밀번호만 받아요.","카드 번호는 저장하지 않아요. 결제는 토스페이먼츠가 처리해요.","비밀번호는 되돌릴 수 없게 바꾸어 저장하고, 결제 정보는 암호화해요."],"sections":[{"heading":"1. 처리하는 개인정보와 목적","paragraphs":["회사는 서비스를 제공하는 데 필요한 최소한의 개인정보를 처리합니다."],"items":["가입과 로그인: 이름, 이메일, 비밀번호(일방향 암호화)","카카오·네이버로 로그인하는 경우: 해당 서비스의 회원 식별값, 이름, 이메일","충전: 주문번호, 금액, 결제수단의 종류, 승인 일시, 결제대행사의 결제 식별값(암호화)","부정 이용 방지와 보안: 접속 일시, 접속 주소, 기기와 브라우저의 종류","혜택과 소식 알림(선택): 이름, 이메일. 동의하지 않아도 서비스를 쓸 수 있으며 언제든지 그만 받을 수 있습니다."]},{"heading":"2. 보유 기간","paragraphs":["탈퇴하거나 처리 목적을 이루면 지체 없이 파기합니다. 다만 다음의 정보는 법령이 정한 기간 동안 다른 정보와 나누어 보관합니다."],"items":["전자금융거래에 관한 기록: 5년 (건당 1만원 이하의 거래는 1년, 전자금융거래법)","계약과 청약철회, 대금 결제에 관한 기록: 5년 (전자상거래법)","소비자의 불만과 분쟁 처리에 관한 기록: 3년 (전자상거래법)","접속 기록: 3개월 (통신비밀보호법)"]},{"heading":"3. 제3자 제공","paragraphs":["회사는 이용자의 개인정보를 다음의 경우에만 제3자에게 제공합니다. 이용자는 제공을 거부할 수 있으나, 거부하면 충전할 수 없습니다."],"items":["받는 자: 토스페이먼츠 주식회사 · 목적: 충전 대금의 결제와 취소 · 항목: 주문번호, 금액, 구매자 식별값, 이름, 이메일 · 기간: 관련 법령이 정한 기간","받는 자: 예약한 공간의 등록자 · 목적: 예약의 확인과 이용 안내 · 항목: 이름, 예약한 일시와 금액 · 기간: 관련 법령이 정한 기간","받는 자: 출금 계좌가 있는 은행과 출금을 처리하는 토스페이먼츠 주식회사 · 목적: 예금주 확인과 출금 · 항목: 은행, 계좌번호, 예금주의 이름, 금액 · 기간: 관련 법령이 정한 기간","법령에 근거하여 수사기관 등이 적법한 절차로 요구하는 경우"]},{"heading":"4. 안전하게 지키기 위한 조치","paragraphs":["회사는 개인정보를 안전하게 관리하기 위해 다음의 조치를 합니다."],"items":["비밀번호의 일방향 암호화와 결제 식별값의 암호화","전송 구간의 암호화와 접근 권한의 최소화","접속 기록의 보관과 점검","로그인 오류가 거듭될 때의 자동 잠금"]},{"heading":"5. 쿠키","paragraphs":["회사는 로그인을 유지하고 화면 모드를 기억하기 위해서만 쿠키를 씁니다. 광고를 위한 쿠키는 쓰지 않습니다. 브라우저 설정에서 쿠키를 거부할 수 있으나, 그러면 로그인이 되지 않습니다."]},{"heading":"6. 이용자의 권리","paragraphs":["이용자는 자신의 개인정보를 열람, 정정, 삭제하거나 처리의 정지를 요구할 수 있으며, 회사는 지체 없이 조치합니다. 법령에 따라 보존해야 하는 정보는 그 기간이 끝난 뒤에 삭제합니다."]},{"heading":"7. 처리방침의 변경","paragraphs":["이 처리방침을 바꿀 때에는 적용일 7일 전부터 서비스 화면에 알립니다. 이용자에게 불리하게 바뀌는 때에는 30일 전부터 알립니다."]}]}', '처음 적용되는 문서예요.', '서비스를 시작하며 정했어요.', false, 'PUBLISHED', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00'),
  (gen_random_uuid(), 'dispute', '2026-11-22', '2026-11-22T00:00:00+09:00', '{"summary":["잘못된 거래를 알려 주시면 바로 조사하고, 2주 안에 결과를 알려 드려요.","손해 배상 같은 분쟁은 신청하신 날부터 15일 안에 처리 결과를 알려 드려요.","결과를 받아들이기 어려우면 금융감독원이나 한국소비자원에 조정을 신청할 수 있어요."],"sections":[{"heading":"1. 오류를 알았을 때","paragraphs":["거래가 이용자의 뜻과 다르게 이루어졌다면 고객센터의 전화나 이메일로 정정을 요구할 수 있습니다. 주문 번호나 예약 번호를 알려 주시면 더 빨리 찾을 수 있습니다.","회사는 요구를 받은 즉시 조사하여 처리하고, 요구를 받은 날부터 2주 안에 원인과 결과를 알립니다. 요구하시면 결과를 문서로 보내 드립니다.","회사가 스스로 오류를 안 때에도 곧바로 바로잡고, 안 날부터 2주 안에 알립니다."]},{"heading":"2. 사고로 손해를 입었을 때","paragraphs":["접근 수단의 위조나 변조, 전송이나 처리 과정의 사고, 해킹으로 생긴 손해는 전자금융거래법 제9조에 따라 회사가 배상합니다. 다만 이용자의 고의나 중대한 과실이 있는 때에는 법이 정한 범위에서 이용자가 부담할 수 있습니다.","도난이나 분실, 도용을 알았다면 곧바로 알려 주세요. 알려 주신 때부터 생긴 손해는 회사가 책임집니다."]},{"heading":"3. 분쟁 처리를 신청하려면","paragraphs":["손해 배상 등 분쟁의 처리는 고객센터 화면에 표시된 분쟁 처리 담당자에게 신청할 수 있습니다. 회사는 신청을 받은 날부터 15일 안에 조사나 처리의 결과를 알립니다."]},{"heading":"4. 다른 기관의 도움을 받으려면","paragraphs":["회사의 결과를 받아들이기 어려운 때에는 다음의 기관에 분쟁의 조정을 신청할 수 있습니다."],"items":["금융감독원 금융분쟁조정위원회: 국번 없이 1332","한국소비자원 소비자분쟁조정위원회: 국번 없이 1372","전자문서·전자거래분쟁조정위원회: 118"]},{"heading":"5. 기록의 보존과 열람","paragraphs":["거래 기록은 5년 동안, 불만과 분쟁의 처리에 관한 기록은 3년 동안 보존합니다. 이용자는 서비스 화면에서 자신의 기록을 확인하고 파일로 받을 수 있습니다."]}]}', '처음 적용되는 문서예요.', '서비스를 시작하며 정했어요.', false, 'PUBLISHED', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00', '2026-11-22T00:00:00+09:00');
--> statement-breakpoint
-- The earliest day of a text that is announced now. The day of the announcement does not count (민법 제157조). Terms, and what
-- makes anything worse: a month and no less than 30 days (전자금융거래법 제24조); else seven days.
create function earliest_effect(document text, worse boolean, announced timestamptz) returns timestamptz
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case when document = 'terms' or worse then greatest(day + interval '1 month', day + interval '30 days')
    else day + interval '7 days' end at time zone 'Asia/Seoul'
  from (select date_trunc('day', announced at time zone 'Asia/Seoul') + interval '1 day' as day) counted
$$;
--> statement-breakpoint
create function document_version_guard() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.status = 'DRAFT' and new.drafted_by is not null and new.told_through is null then
    return new;
  end if;
  -- What was drafted stays, and a decision is the last word.
  if tg_op = 'UPDATE' and old.status = 'DRAFT' and new.status <> 'DRAFT'
    and to_jsonb(new) - '{status,decided_by,decided_at,rejection}'::text[]
      = to_jsonb(old) - '{status,decided_by,decided_at,rejection}'::text[] then
    if new.status = 'PUBLISHED' and new.effective_at < earliest_effect(new.document, new.worse, new.decided_at) then
      raise exception 'version % is announced too late', new.version using errcode = 'PP001';
    end if;
    if new.status = 'PUBLISHED' and exists (select from document_versions v
      where v.document = new.document and v.status = 'PUBLISHED' and v.effective_at >= new.effective_at) then
      raise exception 'a later version than % is published already', new.version using errcode = 'PP001';
    end if;
    return new;
  end if;
  -- Of what is published, people are told until all are.
  if tg_op = 'UPDATE' and old.status = 'PUBLISHED' and old.told_at is null
    and to_jsonb(new) - '{told_through,told_at}'::text[] = to_jsonb(old) - '{told_through,told_at}'::text[] then
    return new;
  end if;
  raise exception 'a version is drafted once, decided once and kept' using errcode = 'PP001';
end $$;
--> statement-breakpoint
create trigger document_versions_kept before insert or update or delete on document_versions for each row execute function document_version_guard();
--> statement-breakpoint
create trigger document_versions_no_truncate before truncate on document_versions for each statement execute function refuse_change();
--> statement-breakpoint
create trigger consents_append_only before update or delete on consents for each row execute function refuse_change();
--> statement-breakpoint
create trigger consents_no_truncate before truncate on consents for each statement execute function refuse_change();
--> statement-breakpoint
create trigger marketing_choices_append_only before update or delete on marketing_choices for each row execute function refuse_change();
--> statement-breakpoint
create trigger marketing_choices_no_truncate before truncate on marketing_choices for each statement execute function refuse_change();
--> statement-breakpoint
alter table document_versions enable always trigger document_versions_kept, enable always trigger document_versions_no_truncate;
--> statement-breakpoint
alter table consents enable always trigger consents_append_only, enable always trigger consents_no_truncate;
--> statement-breakpoint
alter table marketing_choices enable always trigger marketing_choices_append_only, enable always trigger marketing_choices_no_truncate;
--> statement-breakpoint
grant select, insert, update (status, decided_by, decided_at, rejection, told_through, told_at) on document_versions to pospay_app;
--> statement-breakpoint
grant select, insert on marketing_choices to pospay_app;
--> statement-breakpoint
grant select, insert, update, delete on leavers to pospay_app;
--> statement-breakpoint
grant execute on function earliest_effect to pospay_app;
--> statement-breakpoint
-- Who left has no login any more, and what the law has kept for a time goes when it is over.
grant delete on social_logins, sessions, password_resets, notifications to pospay_app;
