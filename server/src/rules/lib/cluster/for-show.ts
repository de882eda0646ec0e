/** True for a password that nobody takes for one: the word itself, an account's name with some digits. */
export function isForShow(password: string): boolean {
  return /^(?:my|your)?[-_]?(?:(?:repl(?:ica(?:tion|tor|nt)?)?|slave|master|root|mysql|mariadb|user|admin|test|demo|example|change-?me)[-_]?)?(?:p[a@4][s5$]{2}(?:w[o0]rd|wd)?|secret)?[-_]?\d{0,4}!?$/i.test(
    password.replaceAll('\\', ''),
  );
}
