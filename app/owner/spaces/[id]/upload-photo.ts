/** What the page says when the site could not say anything itself. */
const LOST = '사진을 올리지 못했어요. 인터넷 연결을 확인하고 다시 해 주세요.'

/** Sends one photo as it is. Resolves to null, or to what is wrong with it. */
export async function uploadPhoto(spaceId: string, file: File): Promise<string | null> {
  try {
    const answer = await fetch(`/api/v1/spaces/${spaceId}/photos`, {
      method: 'POST',
      headers: { 'Content-Type': file.type },
      body: file,
    })
    if (answer.ok) return null
    const { message } = (await answer.json()) as { message?: string }
    return message ?? LOST
  } catch {
    return LOST
  }
}
