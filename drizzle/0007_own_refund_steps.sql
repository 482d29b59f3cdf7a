-- Refund steps that an owner makes up, on spaces whose preset is `custom`.
-- Why: three presets do not fit every space. Kept as JSON beside the preset, as a booking keeps its copy.
-- Locks: spaces, for as long as its rows are read once to check them.

ALTER TABLE "spaces" DROP CONSTRAINT "spaces_refund_preset";--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "refund_steps" jsonb;--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_refund_steps_custom" CHECK (("spaces"."refund_preset" = 'custom') = ("spaces"."refund_steps" is not null));--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_refund_steps_shape" CHECK ("spaces"."refund_steps" is null or coalesce(jsonb_path_match("spaces"."refund_steps", '$.type() == "array" && $.size() >= 1 && $.size() <= 6 && $[last].daysBefore == 0 && !exists($[*] ? (!(@.daysBefore.type() == "number" && @.daysBefore.floor() == @.daysBefore && @.daysBefore >= 0 && @.daysBefore <= 90 && @.percent.type() == "number" && @.percent.floor() == @.percent && @.percent >= 0 && @.percent <= 100)))', '{}', true), false));--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_refund_preset" CHECK ("spaces"."refund_preset" in ('flexible', 'standard', 'domestic', 'custom'));
