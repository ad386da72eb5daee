// What a person does in the pages.

/** Makes an account at /register and is logged in with it. */
export async function register(page, username) {
  await page.goto('/register');
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('E-mail').fill(`${username}@example.test`);
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Make account' }).click();
  await page.getByRole('button', { name: 'Your account' }).waitFor();
}

/** Writes a comment on a watch page. */
export async function comment(page, text) {
  const box = page.getByLabel('Write a comment');
  await box.fill(text);
  await box.press('Enter');
}

/** The list of comments of a watch page. */
export function comments(page) {
  return page.getByRole('log', { name: 'Comments' });
}
