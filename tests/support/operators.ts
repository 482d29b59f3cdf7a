type Query = (text: string, values: unknown[]) => Promise<unknown>

/** Gives every login that somebody has its second factor, without the codes. */
export async function giveSecondFactor(query: Query, { email }: { email: string }): Promise<void> {
  await query(
    `update sessions set second_factor_at = created_at where user_id = (select id from users where email = $1)`,
    [email],
  )
}
