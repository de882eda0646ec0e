/** Words by which titles of documents say that something is there to be tried out. */
export const TITLE =
  /\b(?:\w*sandbox|playground|demos?|workshops?|tutorials?|immersion day|local (?:dev(?:elopment)?|test(?:ing)?)|proof of concept|poc|home ?work|coursework|webinars?|capstone|test ?bed|(?:group|team) \d+(?=\))|(?<!home[- ])lab|(?!(?:e|machine|deep|reinforcement|federated)[-_])\w+[-_](?:samples?|examples?|training|learn(?:ing)?)|(?:samples?|examples?)$|(?:docker|compose|kubernetes|k8s|kafka|sql|postgres|cloud)[- _](?:\w+[- _])?(?:cook-?book|recipes)|(?:my|study|dev|tech|linux|k8s|docker|personal|learning|lecture)[- _]notes|(?:learn|learning|exploring|playing with|getting started with) (?!management|platform|system|portal|app|hub|cent|experience)\w+|hands[- ]on|test[- ]task)\b/i;
/** The same in languages that put no spaces between words; what machines learn is no exercise. */
export const TITLE_WITHOUT_SPACES =
  /本地|演练|练习|演示|教程|毕业设计|示例|(?<!机器|深度|强化|联邦)学习|测试(?:环境|集群)|테스트|실습|예제|프로토타(?:입|이핑)|공부|(?<!기계 ?|머신 ?|심층 ?)학습|ローカル|サンプル|演習/;
/** Sentences that say so, in the languages that such documents were met in. */
export const SENTENCE = new RegExp(
  [
    // "This setup is not meant for production."
    '\\b(?:this|it|setup|set-up|repo(?:sitory)?|project|demo|example|stack|environment)\\b[^.\\n]{0,80}\\b(?:not|never|in no way)\\b[^.\\n]{0,60}\\bproduction',
    '\\bonly for (?:local )?(?:development|testing|demos?|demonstration|learning)\\b',
    '\\bfor (?:local )?(?:development|testing|demo|demonstration|learning|educational|training)(?: (?:and|or) (?:development|testing|demo|demonstration|learning|educational|training))? (?:purposes?|use) only\\b',
    // "This repository contains a guide on how to", "playbooks that I ran during my talk"
    '\\bthis (?:repo(?:sitory)?|project|article|document) (?:is|contains|provides|holds|has|collects)(?: just| only)? (?:(?:an?|some|my|the) )?(?:[\\w-]+ ){0,2}(?:guide|walk-?through|tutorials?|examples?|samples?|notes) (?:on|to|for|of|how|about)\\b',
    '\\b(?:during|in|for|at|of) (?:my|our) (?:\\w+ ){0,2}(?:presentation|talk|meet-?up|lecture|blog ?post|article|video)\\b',
    // "This repo is for me to save how to do some stuff", "my notes on"
    '\\brepo(?:sitory)? is (?:just |only )?for me to\\b|\\bmy (?:personal )?notes (?:on|about|for|from)\\b|\\b(?:repo(?:sitory)?|project) (?:to|for) (?:learn|practi[cs]e|study|explor)(?:e|ing)?\\b',
    // "for quick setup to development environment"
    '\\b(?:quick(?:ly)?|easy|easily)\\b[^.\\n]{0,20}\\bset-?up\\b[^.\\n]{0,20}\\b(?:development|dev|local|test) environments?\\b',
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
/** "Work in progress, don't use it for now": nothing is meant to run so. */
export const UNFINISHED =
  /\b(?:work in progress|WIP|unfinished|incomplete)\b[^.\n]{0,30}\b(?:do not|don['’]?t|never|not (?:to be|for)) use/i;
