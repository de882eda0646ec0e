import { commonFolder, folderOfUri } from './folders.js';
import type { Cluster } from './model.js';
import type { Fragment } from './module.js';
import type { Source } from './source.js';
import { terraformFolders } from './terraform-runs.js';

/**
 * A document that says that what lies in its folder is there to be tried out, or that somebody promotes by hand there: it
 * is known then, and chosen.
 */
export function trialsOf(source: Source): readonly Fragment[] {
  if (!/^readme\b/.test(source.name)) return [];
  const beginning = source.text.slice(0, LENGTH);
  const title = /^#{1,3}[ \t]+([^\r\n]{1,200})/m.exec(beginning)?.[1] ?? '';
  const says: readonly TrialData['says'][] = [
    ...(TITLE.test(title) || TITLE_WITHOUT_SPACES.test(title) || SENTENCE.test(beginning)
      ? (['trial'] as const)
      : /\bvagrant\b/i.test(title) || isOfVagrant(beginning) || isOfOneMachine(source.text.slice(0, MOST))
        ? (['bench'] as const)
        : []),
    ...(BY_HAND.test(source.text.slice(0, MOST)) ? (['by hand'] as const) : []),
  ];
  const except = says.includes('trial') ? forProduction(source.text.slice(0, MOST)) : [];
  const make = (data: TrialData): Fragment<TrialData> => ({
    system: 'trial',
    uri: source.uri,
    origin: source.top,
    data,
  });
  const runs = terraformFolders(source.text.slice(0, MOST));
  return [
    ...says.map(what => make({ says: what, except })),
    ...(runs.length === 0 ? [] : [make({ says: 'runs', except: [], runs })]),
  ];
}

/** True where Vagrant starts it, nothing else is spoken of, and it is no role that others use. */
function isOfVagrant(beginning: string): boolean {
  // The folder `roles/` is there wherever Ansible is used.
  return /\bvagrant\b/i.test(beginning) && !ELSEWHERE.test(beginning.replace(/\broles\//g, ''));
}

/** True where commands make a cluster of Kubernetes, or virtual machines, on the reader's own machine, and no cloud is spoken of. */
function isOfOneMachine(text: string): boolean {
  return (
    OWN_MACHINE.test(text) && !ELSEWHERE.test(text) && !/\b(?:eks|gke|aks|openshift|rancher)\b/i.test(text)
  );
}

/** `bench`: it runs in virtual machines of one's own. */
interface TrialData {
  readonly says: 'trial' | 'bench' | 'by hand' | 'runs';
  /** Folders that Terraform is carried out in, and never beside the document. */
  readonly runs?: readonly string[];
  /** Folders that the same document calls those of production. */
  readonly except: readonly string[];
}

/** Folders that commands name below headings such as "Kubernetes (Production)". */
function forProduction(text: string): readonly string[] {
  const sections = text.split(/^(?=#{1,6}[ \t])/m).filter(section => /^#{1,6}[ \t][^\n]*/.test(section));
  return sections.flatMap(section => {
    const [heading = ''] = section.split('\n', 1);
    if (!/\bprod(?:uction)?\b/i.test(heading) || /\b(?:not?|never|non|before|towards?|for)\b/i.test(heading))
      return [];
    return [...section.matchAll(/(?:\bcd[ \t]+|[ \t]-f[ \t]+)(?:\.\/)?([\w.-]+)/g)].flatMap(([, folder]) =>
      folder === undefined || /^\.+$|\.\w+$/.test(folder) ? [] : [folder.toLowerCase()],
    );
  });
}

/**
 * Clusters of which all files lie in or below the folder of such a document are marked, and those that are called a demo
 * themselves.
 */
export function withTrials(clusters: readonly Cluster[], fragments: readonly Fragment[]): readonly Cluster[] {
  const documents = fragments.flatMap(({ system, uri, data }) =>
    system === 'trial' ? [{ folder: folderOfUri(uri).replace(/(?<=.)$/, '/'), ...(data as TrialData) }] : [],
  );
  const root = commonFolder([...new Set(fragments.map(({ uri }) => folderOfUri(uri)))]).split('/').length;
  return clusters.map(cluster => {
    const near = documents.filter(
      ({ folder, except }) =>
        cluster.sources.every(uri => uri.startsWith(folder)) &&
        !cluster.sources.some(uri => except.includes(firstBelow(uri, folder))),
    );
    const says = (what: TrialData['says']) => near.some(each => each.says === what);
    const trial =
      says('trial') || isCalledDemo(cluster) || liesInDemo(cluster, root)
        ? true
        : says('bench')
          ? 'bench'
          : undefined;
    const isKnown = cluster.failover.kind === 'manual' && says('by hand');
    return trial === undefined && !isKnown
      ? cluster
      : {
          ...cluster,
          ...(trial === undefined ? {} : { trial }),
          ...(isKnown ? { failover: { ...cluster.failover, steps: true } } : {}),
        };
  });
}

/** The first folder of a file below another one, in lower case. */
function firstBelow(uri: string, folder: string): string {
  const rest = uri.slice(folder.length);
  return rest.includes('/') ? rest.split('/', 1)[0]!.toLowerCase() : '';
}

/** True where the name that the cluster is given in its files says so. (`Test Cluster` is Cassandra's own default.) */
function isCalledDemo({ members }: Cluster): boolean {
  return members.some(({ settings }) =>
    Object.values(settings).some(each =>
      each?.written.some(
        ({ key, raw }) => NAMES.has(key.toLowerCase()) && typeof raw === 'string' && DEMO.test(raw),
      ),
    ),
  );
}

/**
 * True where folders that all of its files lie in are called so, or the files that start it.
 * @param root How many parts the folder has that all of the project lies in.
 */
function liesInDemo({ sources }: Cluster, root: number): boolean {
  if (sources.length === 0) return false;
  const folders = sources.map(uri => uri.split('/').slice(0, -1));
  if (
    folders.every(parts =>
      // The last part of the root is the name of the project, unless it lies further up.
      parts.some((part, i) => i >= Math.min(root - 1, parts.length - NEAR) && FOLDER.test(part)),
    ) ||
    folders.every(parts => parts.slice(root).some(part => BELOW.test(part)))
  )
    return true;
  const compositions = sources.filter(uri => /compose[^/]*\.ya?ml$/.test(uri));
  return compositions.length > 0 && compositions.every(uri => COMPOSITION.test(uri));
}

/** Further up stands what the user keeps projects in. */
const NEAR = 3;
const FOLDER =
  /(?:^|[-_.+])(?:poc|proof-?of-?concept|demos?|playgrounds?|sandbox|workshops?|tutorials?|home-?work|assignments?|webinars?|prototypes?|(?<!home[-_]?)lab)(?:[-_.]|$)|[-_](?:test-?bed|stand|learning|training)$/i;
/** Of folders within the project: those that one develops with. */
const BELOW = /^(?:local|dev(?:elopment)?|local-?dev|dev-?local|\.?devcontainer|localhost)$/i;
/** `compose.dev.yml`, `docker-compose-local.yaml`. */
const COMPOSITION =
  /\/[^/]*(?:[._-](?:dev|local|tests?|demo|poc|sandbox|playground)(?:[._-][^/]*)?\.ya?ml)$/i;

const NAMES: ReadonlySet<string> = new Set(['cluster_name', 'cluster.name', 'wsrep_cluster_name', 'scope']);
const DEMO = /demo(?![a-z])|\b(?:sandbox|playground|workshop|tutorial)\b/i;

/** Of a document only the beginning says what the whole is for. */
const LENGTH = 3000;
const MOST = 60_000;
const OWN_MACHINE = /^[ \t$>]*(?:kind create cluster|minikube start|k3d cluster create|multipass launch)\b/m;
const ELSEWHERE =
  /\b(?:prod(?:uction)?|staging|aws|ec2|gcp|azure|cloud|bare[- ]metal|role|roles|galaxy|module|cookbook)\b/i;
/** "Automatic promotion is not configured", "manual failover", "a failed primary does not auto-promote". */
const BY_HAND = new RegExp(
  [
    '\\bmanual (?:fail-?over|promotion|switch-?over)\\b|\\b(?:fail-?over|promotion)\\b[^.\\n]{0,40}\\b(?:is|are|stays|remains|must be(?: done)?)\\b[^.\\n]{0,20}\\b(?:manual|by hand)',
    '\\b(?:no|without|not?\\b[^.\\n]{0,40}) (?:automatic|automated|auto-?)[ -]?(?:\\w+ )?(?:fail-?over|promot(?:ion|es?))\\b',
    '\\b(?:automatic|automated) (?:\\w+ )?(?:fail-?over|promotion)\\b[^.\\n]{0,30}\\bnot\\b',
    "\\b(?:not|never|n't|must be) promote[d]?\\b[^.\\n]{0,30}\\b(?:automatically|manually|by hand)",
    '\\bpromote\\b[^.\\n]{0,60}\\b(?:manually|by hand)\\b|\\bmanually promote\\b',
  ].join('|'),
  'i',
);
const TITLE =
  /\b(?:\w*sandbox|playground|demos?|workshops?|tutorials?|immersion day|local (?:dev(?:elopment)?|test(?:ing)?)|proof of concept|poc|home ?work|coursework|webinars?|capstone|test ?bed|(?:group|team) \d+(?=\))|(?<!home[- ])lab|(?!(?:e|machine|deep|reinforcement|federated)[-_])\w+[-_](?:samples?|examples?|training|learn(?:ing)?)|(?:samples?|examples?)$)\b/i;
/** The same in languages that put no spaces between words; what machines learn is no exercise. */
const TITLE_WITHOUT_SPACES =
  /本地|演练|练习|演示|教程|毕业设计|示例|(?<!机器|深度|强化|联邦)学习|测试(?:环境|集群)|테스트|실습|예제|프로토타(?:입|이핑)|공부|(?<!기계 ?|머신 ?|심층 ?)학습|ローカル|サンプル|演習/;
const SENTENCE = new RegExp(
  [
    // "This setup is not meant for production."
    '\\b(?:this|it|setup|set-up|repo(?:sitory)?|project|demo|example|stack|environment)\\b[^.\\n]{0,80}\\b(?:not|never|in no way)\\b[^.\\n]{0,60}\\bproduction',
    '\\bonly for (?:local )?(?:development|testing|demos?|demonstration|learning)\\b',
    '\\bfor (?:local )?(?:development|testing|demo|demonstration|learning|educational|training)(?: (?:and|or) (?:development|testing|demo|demonstration|learning|educational|training))? (?:purposes?|use) only\\b',
    '\\bnot production[- ]ready\\b|\\bis for (?:an? )?poc\\b|\\bto demonstrate how\\b',
    // "It must be avoided in production."
    '\\b(?:must|should) be avoided in production\\b',
    // "The environment for issue #12", "Steps to reproduce the bug"
    '\\b(?:environment|set-?up|cluster|stack|configs?|files)\\b[^.\\n]{0,20}\\bfor\\b[^.\\n]{0,30}\\bissue\\b',
    '\\b(?:this|repo(?:sitory)?|project|set-?up|files)\\b[^.\\n]{0,40}\\breproduc(?:es?|ing|tion of) (?:an?|the|this)\\b[^.\\n]{0,30}\\b(?:issue|bug)\\b',
    '\\b(?:is a|is just a|provides a) (?:local (?:development|dev|test|testing) (?:environment|set-?up|cluster|stack)|demo|sandbox|playground)\\b',
    '\\b(?:set-?up|cluster|environment|stack|configuration|compose)\\b[^.\\n]{0,40}\\bfor local (?:dev(?:elopment)?|testing)\\b',
    '\\bthis (?:project|repo(?:sitory)?|set-?up) (?:demonstrates|showcases)\\b',
    '(?:^|\\n)[^\\p{L}\\n]{0,6}Домашнее задание(?=\\s)',
    '\\bthis (?:(?:small|short|simple|little) )?(?:demo|workshop|tutorial) (?:project|uses?|shows?|explains?)\\b',
    '\\bis an? (?:simple |small )?(?:sample|demo|example|toy) [^.\\n]{0,30}\\b(?:app|application|project|service|shop|store)\\b',
    // "Trying it with their getting started guide"
    '\\b(?:testing|trying)\\b[^.\\n]{0,40}\\bgetting started guide\\b',
    '\\b(?:this|compose) playground\\b',
    '\\b(?:poc|proof[- ]of[- ]concept) (?:code|project|repo(?:sitory)?|implementation|set-?up|for)\\b',
    '\\btest(?:ing)? deployments? (?:on|with|of)\\b|\\b(?:for|to|my) experiment(?:s|ing|ation)? with\\b|\\bplay(?:ing)? around with\\b',
    '\\b(?:this )?(?:repo(?:sitory)?|project|role|chart) (?:is|has been|was) (?:now )?(?:discontinued|deprecated|archived|abandoned|superseded|no longer maintained)\\b',
    // What is handed in at a school.
    "\\b(?:bachelor|master)(?:['’]s)? thesis\\b|\\b(?:bachelor|master|diplom)arbeit\\b|\\bcapstone project\\b|\\bTCC\\b|\\btrabalho de conclus[aã]o\\b|\\btrabajo (?:de )?(?:fin|final) de\\b|\\btrabajo pr[aá]ctico\\b|\\btrabalho (?:pr[aá]tico|acad[eê]mico)\\b|\\bprojet de fin d['’][ée]tudes\\b",
    '(?:дипломн|курсов)\\S{2,3} (?:проект|работ)|выпускн\\S{2,3} квалификационн|báo cáo (?:tiến độ|thực tập)|đồ án (?:tốt nghiệp|môn)|bài tập lớn',
    '\\bhands-on (?:lab|exercise)\\b|\\b(?<!home[- ])lab (?:for|demonstrating|environment|that|to)\\b',
    // "Examples for the course on distributed systems"
    '\\b(?:examples?|samples?|exercises?|assignments?|home ?work|labs?|code) (?:for|of|from|to|in) (?:(?:the|an?|my|our) )?[^.,\\n]{0,40}\\b(?:course|class|lectures?|workshop|tutorials?|training|book|article|blog(?: post)?|talk)\\b',
    // "Configurations that were used for benchmarks"
    '\\b(?:configs?|configurations?|files|environments?|set-?ups?|ambientes?|arquivos)\\b[^.\\n]{0,60}\\b(?:for|para)\\b[^.\\n]{0,12}\\bbenchmark',
    // "Student: Jane Doe", "Task 2" of what was handed in
    '(?:^|\\n)[^\\p{L}\\n]{0,6}(?:students?|студент|estudiantes?|alun[oa]s?|alumn[oa]s?|étudiante?)[^\\p{L}\\s]{0,3}:|(?:^|\\n)#+ (?:Домашнее )?Задани[ея](?= |\\n)',
    // "Developed for the course on cloud computing"
    '\\b(?:developed|made|written|built|created) (?:for|as (?:a )?part of|during|in) [^.\\n]{0,60}\\b(?:course|class|lecture|exam|thesis|semester|bootcamp)\\b',
    // The same in other languages that such documents were met in.
    '(?:con|para|com) (?:fines|fins) (?:educativos|educacionais|did[aá]cticos|did[aá]ticos|de (?:aprendizaje|prueba|estudo|demostraci[oó]n))',
    '(?:proyecto|projeto) de (?:estudio|estudo|aprendizaje)|(?:no|não) (?:usar|utilizar|use|recomendado) (?:en|em|para) produ(?:cci[oó]n|ção)',
    '[àa] des fins (?:p[ée]dagogiques|de (?:test|d[ée]monstration))|nur (?:für|zu) (?:Test|Demo|Lern|Übungs)zweck|nicht für (?:den |die )?Produkti',
    '(?:учебн|тестов)\\S{2,3} (?:проект|стенд|пример)|не для (?:прод|production)',
    '仅(?:供|用于)(?:个人)?(?:学习|测试|演示|开发)|(?:不要|请勿|不建议|切勿)(?:用于|在)生产',
  ].join('|'),
  'iu',
);
