package dev.groundwork.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import dev.groundwork.local.FreePorts;
import dev.groundwork.local.Marketplace;
import dev.groundwork.local.ProjectFolder;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

/** Tasks drawn by pages of requesters' own, in a real browser: they work, and a hostile one reaches nothing. */
@ExtendWith(SharedMarketplace.class)
class TaskPageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Marketplace marketplace;

    TaskPageTest(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    @Test
    void a_page_asks_what_it_was_written_for_and_reaches_nothing_else() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var iban = "ES9121000418450200051332";
        var desk = Person.newWorker(marketplace, "ES", iban);
        var phone = Person.newWorker(marketplace, "ES", iban);
        int attacker = FreePorts.one();
        int stun = FreePorts.one();
        var page = job(rita, "page.html", 2, Map.of("text", "<b>I never</b> laughed so \"much\" & ${long}"));
        var hostile = job(
                rita,
                "hostile.html",
                1,
                Map.of(
                        "hint",
                        "Try it",
                        "attacker",
                        "http://localhost:" + attacker,
                        "app",
                        marketplace.urls().gateway().toString(),
                        "stun",
                        Integer.toString(stun)));
        var sneaky = job(rita, "sneaky.html", 1, Map.of("nothing", ""));
        await().atMost(Jobs.SOON).untilAsserted(() -> List.of(desk, phone).forEach(worker -> List.of(
                        page, hostile, sneaky)
                .forEach(job -> worker.with().get("/v1/offers/" + job).then().statusCode(200))));

        new RealBrowser(marketplace)
                .run(
                        "browser/sandbox.mjs",
                        Map.of(
                                "GROUNDWORK_PAGE_JOB", page,
                                "GROUNDWORK_HOSTILE_JOB", hostile,
                                "GROUNDWORK_SNEAKY_JOB", sneaky,
                                "GROUNDWORK_ATTACKER", Integer.toString(attacker),
                                "GROUNDWORK_STUN", Integer.toString(stun),
                                "GROUNDWORK_PHONE_USER", phone.username(),
                                "GROUNDWORK_DESK_USER", desk.username()));

        phone.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer.mood", equalTo("Happy"))
                .body("items[0].answer.why", equalTo("It says so"))
                .body("items[0].answer.sure", equalTo(5))
                .body("items[0].answer.strange", equalTo(false));
        desk.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(2))
                .body("items.answer.mood", hasItem("Sad"))
                .body("items.answer.note", hasItem("4999"));
    }

    /** An open job with one task that a page of the browser's folder draws; {@return its id} */
    private static String job(Person requester, String file, int overlap, Map<String, String> input)
            throws IOException {
        var html = Files.readString(
                ProjectFolder.root().resolve("gateway/src/main/webui/browser").resolve(file));
        Map<String, Object> spec = requester
                .with()
                .contentType("text/html; charset=utf-8")
                .body(html)
                .post("/v1/bundles")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("spec");
        var job = Jobs.draft(
                requester, Jobs.terms(Map.of("title", "A page of our own", "overlap", overlap, "spec", spec)));
        Jobs.upload(requester, job, JSON.writeValueAsString(Map.of("externalId", "p1", "input", input)) + "\n");
        Jobs.fund(requester, job);
        Jobs.open(requester, job);
        return job.substring(job.lastIndexOf('/') + 1);
    }
}
