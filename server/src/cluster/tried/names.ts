/** True for a folder that, by its name, holds what is there to be tried out. */
export function isTriedOut(folder: string): boolean {
  return FOLDER.test(folder) || OF_SEVERAL.test(folder);
}

const FOLDER =
  /(?:^|[-_.+])(?:poc|proof-?of-?concept|demos?|playgrounds?|sandbox|workshops?|tutorials?|home-?works?|hw\d+|assignments?|webinars?|prototypes?|course-?works?|bootcamps?|katas?|hands-?on|quick-?starts?|get(?:ting)?-started|(?<!home[-_]?)lab(?:[-_]?\d+)?)(?:[-_.]|$)|[-_](?:test-?bed|stand|training)$/i;
/** Words that say so beside another one: `kafka-examples`, `my_notes`, `learn-docker`. A folder `examples` may be anything. */
const OF_SEVERAL =
  /[a-z\d][-_.+](?:notes|examples?|samples?|snippets|stud(?:y|ies)|learning|practi[cs]es?|experiments?|exercises?|showcase|notebook|til|training|cheat-?sheets?|(?<!home[-_.]?)labs)$|^(?:learn(?:ing)?|study(?:ing)?|exploring|playing|trying|test-?task|examples?|samples?|notes)[-_.]|[+](?:learn(?:ing)?|study(?:ing)?|exploring|playing|trying|test-?task|examples?|samples?|notes)(?:[-_.]|$)|(?:docker|compose|kubernetes|k8s|kafka|sql|postgres|cloud)[-_](?:\w+[-_])?(?:cook-?book|recipes)$/i;
/** Of folders within the project: those that one develops with, and those that show how something is written. */
export const BELOW =
  /^(?:local|dev(?:elopment)?|local-?dev|dev-?local|\.?devcontainer|localhost|notes|learning|cheat-?sheets?|tutorials?|exercises|snippets|benchmarks?|performance-tests?[\w-]*)$/i;
/** `compose.dev.yml`, `docker-compose-local.yaml`. */
export const COMPOSITION =
  /\/[^/]*(?:[._-](?:dev|local|tests?|demo|poc|sandbox|playground)(?:[._-][^/]*)?\.ya?ml)$/i;
