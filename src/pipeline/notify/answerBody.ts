/** The beginning of an answer's body, `most` UTF-16 units at most; what came of it, where the rest does not come. */
export async function answerBody(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= most) break;
    }
  } catch {
    return text;
  }
  return text.slice(0, most);
}
