-- What Toss said of a payout is found by the payout, as what it said of an order is by the order.
-- Locks: webhook_events against new messages, for as long as its index takes.
CREATE INDEX "webhook_events_entity" ON "webhook_events" USING btree ("entity_id") WHERE "webhook_events"."entity_id" is not null;