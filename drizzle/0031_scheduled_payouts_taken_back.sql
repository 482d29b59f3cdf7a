-- Toss may be asked to take back a payout that waits for its day, and that it was asked is kept as any other call.
-- Locks: toss_calls, for as long as it takes to read it twice.
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_operation";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_subject";--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_operation" CHECK ("toss_calls"."operation" in ('confirm', 'charge', 'cancel', 'query', 'issue', 'remove', 'pay_out', 'find_payout', 'cancel_payout', 'register_seller', 'update_seller', 'find_seller'));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_subject" CHECK (num_nonnulls("toss_calls"."order_id", "toss_calls"."auto_topup_id", "toss_calls"."withdrawal_id", "toss_calls"."ref_seller_id") = 1
        and ("toss_calls"."operation" in ('issue', 'remove')) = ("toss_calls"."auto_topup_id" is not null)
        and ("toss_calls"."operation" in ('pay_out', 'find_payout', 'cancel_payout')) = ("toss_calls"."withdrawal_id" is not null)
        and ("toss_calls"."operation" in ('register_seller', 'update_seller', 'find_seller')) = ("toss_calls"."ref_seller_id" is not null));
