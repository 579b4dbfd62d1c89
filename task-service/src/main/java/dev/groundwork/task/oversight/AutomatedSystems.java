package dev.groundwork.task.oversight;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The register of the automated systems of the task-service. A system that is changed gets a new version here in the same
 * change; a test refuses signals that are not in it.
 */
public final class AutomatedSystems {

    /** Opens cases where workers share errors. */
    public static final String ERROR_AGREEMENT = "signal-error-agreement";

    /** Opens cases where workers share texts, or one gives the same text again and again. */
    public static final String DUPLICATED_TEXT = "signal-duplicated-text";

    /** Opens cases where answers come faster than the task can be read. */
    public static final String FAST_WORK = "signal-fast-work";

    /** Opens cases where workers say that something is wrong with tasks. */
    public static final String REPORTED_TASKS = "signal-reported-tasks";

    private static final String OPENS_A_CASE =
            "Opens a case for a person. It changes no answer, no payment, no standing and no access to work, and neither"
                    + " does an open case.";

    private static final String READ_AND_ASK =
            "The worker reads the outcome and its written reason at /v1/decisions, and may ask the operator for another"
                    + " person to look.";

    private static final String TRUST_TEAM = "Operator of the marketplace, trust and safety";

    private static final String QUALITY_TEAM = "Operator of the marketplace, quality";

    private static final String PAYMENTS_TEAM = "Operator of the marketplace, payments";

    private static final LocalDate NOVEMBER_2026 = LocalDate.of(2026, 11, 26);

    static final List<AutomatedSystem> ALL = List.of(
            new AutomatedSystem(
                    ERROR_AGREEMENT,
                    1,
                    "Shared errors",
                    "Find workers who hand in one another's answers: two who are wrong in the same way far more often than"
                            + " chance allows.",
                    List.of(
                            "answers with labels of one job",
                            "control answers, or the results of tasks with at least three answers and a clear majority"),
                    List.of(
                            "equal wrong answers of two workers above what their error rates, the difficulty of the tasks"
                                    + " and the commonest mistakes explain",
                            "at least 5 of them",
                            "at most one false alarm in a hundred looks at a job"),
                    OPENS_A_CASE,
                    READ_AND_ASK,
                    TRUST_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    DUPLICATED_TEXT,
                    1,
                    "Duplicated free text",
                    "Find texts that were copied: the same ones from two workers, or one text for several tasks.",
                    List.of("free texts of one job"),
                    List.of(
                            "2 equal texts of two workers, or 3 equal texts of one, case and punctuation apart",
                            "texts of at least 6 words",
                            "texts that more than 20 workers gave are common property and not looked at"),
                    OPENS_A_CASE,
                    READ_AND_ASK,
                    TRUST_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    FAST_WORK,
                    1,
                    "Absolute speed floor",
                    "Find answers that no person can have thought about. Above the floor time says nothing about quality and"
                            + " is not looked at.",
                    List.of("active seconds of a worker's latest answers of one job"),
                    List.of(
                            "at least 10 of the latest 20 answers below the floor",
                            "the floor: one second, or the least active seconds that the job's TaskSpec states"),
                    OPENS_A_CASE,
                    READ_AND_ASK,
                    TRUST_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    REPORTED_TASKS,
                    1,
                    "Reported tasks",
                    "Get a person to look at tasks that workers find faulty or harmful.",
                    List.of("workers' reports of the tasks of one job"),
                    List.of(
                            "one report of harm or of personal data",
                            "reports of 3 workers of anything else, or as many new ones after a decision"),
                    OPENS_A_CASE,
                    "The case is about the tasks and not about those who reported them: nothing of a worker's record, pay"
                            + " or offers depends on a report or on what becomes of it.",
                    TRUST_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "stopping-rule",
                    1,
                    "Stopping rule of dynamic overlap",
                    "Buy as many answers to a task as it takes to be sure of its result, and no more.",
                    List.of("answers to the task", "skill on control tasks of the workers who gave them"),
                    List.of(
                            "the probability of the likeliest label against the job's confidence target",
                            "the job's least and most answers a task",
                            "how far the likeliest label is ahead when the most is reached"),
                    "Ends or continues the purchase of answers to a task. It decides on no answer and no payment: every"
                            + " answer that was taken is paid by the same rules.",
                    "The requester sees confidence and disputed tasks in the results, and may set a fixed overlap.",
                    QUALITY_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "control-mixing",
                    1,
                    "Mixing of control tasks",
                    "Measure how often a worker is right, by tasks with a known answer that cannot be told from others.",
                    List.of("answers to control tasks of the job", "how many control tasks the worker has had"),
                    List.of(
                            "the share of control tasks that the job asks for",
                            "the worker's skill on control tasks so far, and how sure it is: the share thins out",
                            "chance"),
                    "Chooses which task of the job comes next. Control tasks are paid like all others; missing one alone can"
                            + " reject nothing.",
                    "A control answer that is contested is looked at by a person and withdrawn where it was wrong.",
                    QUALITY_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "method-choice",
                    1,
                    "Choice of the method of aggregation",
                    "Make results of answers by the method that is right most often on the job's own control tasks.",
                    List.of("answers of the job", "control answers of the job"),
                    List.of(
                            "accuracy of each method on control tasks that it has not seen",
                            "answers a task and answers a worker: methods that need more of them are not used below that"),
                    "Decides which label becomes a result. It decides on no answer and no payment.",
                    "The requester reads which method was chosen, and may fix one.",
                    QUALITY_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "active-time",
                    1,
                    "Measuring of active time",
                    "Count the time that a worker really spends on a task, so that pay can be held against it.",
                    List.of("coarse signs of work: focus, blur, input, media play; no keys, no pointer, no pictures"),
                    List.of(
                            "the gap between two signs, up to the reading allowance of the task's words",
                            "media play, counted whole",
                            "the task in front: a moment counts once, whatever is open"),
                    "Sets the seconds of an assignment. They price jobs and top-ups; nobody is offered less or paid less for"
                            + " being slow.",
                    "The worker sees the seconds and disputes them at /v1/assignments/{id}/time-dispute: a person decides,"
                            + " and silence for 14 days is in the worker's favour.",
                    PAYMENTS_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "pay-watch",
                    1,
                    "Pilot gate and re-check of pay",
                    "Open a job to everybody only when its reward pays for the measured time, and pause it when it no longer"
                            + " does.",
                    List.of("active seconds of the answers to the spec in the last 30 days", "reward", "wage floor"),
                    List.of(
                            "an upper bound of the time that three quarters of the workers need, one vote a worker",
                            "the wage floor that applies to the job"),
                    "Opens and pauses jobs and tops up what was paid too little. It takes no pay away and decides on no"
                            + " answer.",
                    "The requester raises the reward or cancels; the refusal says every number that led to it.",
                    PAYMENTS_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "review-by-silence",
                    1,
                    "Approval by silence",
                    "Pay for answers that nobody has decided on in time.",
                    List.of("the time since the answer was handed in"),
                    List.of("the job's review window"),
                    "Approves answers, always in favour of the worker. It never rejects one.",
                    "The requester decides before the window ends.",
                    PAYMENTS_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "review-by-control-score",
                    1,
                    "Approval by control score",
                    "Pay at once for answers of workers who are surely right often enough, in jobs that ask for it.",
                    List.of("answers of the worker to control tasks of the job"),
                    List.of("the lower bound of the worker's accuracy on control tasks against the job's threshold"),
                    "Approves answers. It never rejects one: all others wait for a person or for silence.",
                    "The requester reviews by hand, or names another threshold.",
                    PAYMENTS_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "rejection-breaker",
                    1,
                    "Circuit breaker of rejections",
                    "Stop mass rejections until a person has looked.",
                    List.of("rejections of the requester in the last hour", "decisions on the answers of the job"),
                    List.of(
                            "more than 10 rejections in an hour",
                            "a share of rejections above 5 % of the decisions on a job and three times what is usual for its"
                                    + " kinds, from 20 decisions on"),
                    "Locks further rejections of the requester. Approvals go on, and no decision is changed.",
                    "An operator looks at the lock and lifts or confirms it in writing.",
                    TRUST_TEAM,
                    NOVEMBER_2026),
            new AutomatedSystem(
                    "dispute-clocks",
                    1,
                    "Clocks of disputes",
                    "End disputes about rejections and about measured time when those who have to act let their time pass.",
                    List.of("the time since the rejection, the appeal or the claim of time"),
                    List.of("the appeal window", "the time to rule, after which the worker is right"),
                    "A rejection that nobody appeals becomes final; an appeal or a claim that nobody rules on ends in favour"
                            + " of the worker.",
                    "The worker appeals within the window; a person who is not the requester rules.",
                    TRUST_TEAM,
                    NOVEMBER_2026));

    private AutomatedSystems() {}

    /** {@return the system of that id} */
    public static Optional<AutomatedSystem> find(String id) {
        return ALL.stream().filter(system -> system.id().equals(id)).findFirst();
    }
}
