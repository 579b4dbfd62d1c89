package dev.groundwork.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import dev.groundwork.local.Marketplace;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

/** What workers do in the web client, in a real browser: from the start page to answers that the services have. */
@ExtendWith(SharedMarketplace.class)
class WorkerJourneyTest {

    private static final String IBAN = "ES9121000418450200051332";

    private final Marketplace marketplace;
    private final RealBrowser browser;

    WorkerJourneyTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.browser = new RealBrowser(marketplace);
    }

    @Test
    void workers_do_their_work_on_a_phone_and_at_a_desk_in_four_languages() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var terms = Map.<String, Object>of(
                "overlap", 4, "review", Map.of("revisionWindow", "PT10M"), "places", List.of("ES"));
        var job = moodJob(rita, MOOD, terms, 3);
        var phone = Person.registered(marketplace);
        var desk = Person.registered(marketplace);
        var french = Person.registered(marketplace);
        var spanish = Person.registered(marketplace);

        browser.run(
                "browser/worker.mjs",
                Map.of(
                        "GROUNDWORK_JOB", idOf(job),
                        "GROUNDWORK_PHONE_USER", phone.username(),
                        "GROUNDWORK_DESK_USER", desk.username(),
                        "GROUNDWORK_FRENCH_USER", french.username(),
                        "GROUNDWORK_SPANISH_USER", spanish.username()));

        submitted(phone, 2)
                // Also of the one that was sent when the connection was back.
                .body("items.timeBasis", everyItem(equalTo("measured")))
                .body("items.activeSeconds", hasItem(greaterThan(0)))
                .body("items.answer.mood", hasItem("sad"))
                .body("items.answer.why", hasItem("Perquè plou"));
        // One of them was changed, and changed back.
        submitted(desk, 2).body("items.answer.mood", everyItem(equalTo("happy")));
        desk.with().get("/v1/assignments?state=RETURNED").then().body("items", hasSize(1));
        List.of(french, spanish).forEach(worker -> submitted(worker, 1).body("items[0].answer.mood", equalTo("happy")));
        rita.with()
                .get(job + "/task-reports")
                .then()
                .statusCode(200)
                .body("items.reports.sum()", equalTo(4))
                .body("items.faults.INSTRUCTIONS_UNCLEAR.sum()", equalTo(2))
                .body("items.notes.note.flatten()", hasItem("La frase no està acabada."));
    }

    @Test
    void a_picture_is_answered_on_two_devices_and_looked_at_by_its_requester()
            throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var first = Person.newWorker(marketplace, "ES", IBAN);
        var second = Person.newWorker(marketplace, "ES", IBAN);
        var job = openJob(
                rita,
                "Your street now",
                STREET,
                Map.of("overlap", 2),
                "{\"externalId\":\"street\",\"input\":{\"place\":\"the street you live in\"}}\n");
        awaitOffer(job, first, second);

        browser.run(
                "browser/files.mjs",
                Map.of(
                        "GROUNDWORK_JOB", idOf(job),
                        "GROUNDWORK_FIRST_USER", first.username(),
                        "GROUNDWORK_SECOND_USER", second.username(),
                        "GROUNDWORK_REQUESTER", "rita"));

        // The one went on with what was at the desk, the other with what was on the phone.
        submitted(first, 1)
                .body("items[0].answer.light", equalTo("night"))
                .body("items[0].answer", not(hasKey("time")));
        submitted(second, 1)
                .body("items[0].answer.light", equalTo("day"))
                .body("items[0].answer.time", equalTo("14:05"));
    }

    @Test
    void outlines_joints_and_stretches_of_sound_are_made_by_keys_alone_and_with_a_finger()
            throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var desk = Person.newWorker(marketplace, "ES", IBAN);
        var phone = Person.newWorker(marketplace, "ES", IBAN);
        var job = shapesJob(rita);
        awaitOffer(job, desk, phone);

        browser.run(
                "browser/shapes.mjs",
                Map.of(
                        "GROUNDWORK_JOB", idOf(job),
                        "GROUNDWORK_PHONE_USER", phone.username(),
                        "GROUNDWORK_DESK_USER", desk.username()));

        submitted(desk, 1)
                .body("items[0].answer.roofs[0].points", hasSize(5))
                .body("items[0].answer.people[0].points.visibility", equalTo(List.of(2, 1, 0)))
                .body("items[0].answer.sounds[0].label", equalTo("music"))
                .body("items[0].answer.sounds[0].text", equalTo("la la"));
        submitted(phone, 1)
                .body("items[0].answer.roofs[0].points", hasSize(3))
                .body("items[0].answer.people", hasSize(1))
                .body("items[0].answer.people[0].points.visibility", equalTo(List.of(2, 1, 0)));
    }

    @Test
    void ten_tasks_are_done_without_a_connection_and_sent_with_the_next_one() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var worker = Person.newWorker(marketplace, "ES", IBAN);
        var takenAlong = MOOD.replace("\"submitKey\"", "\"offline\": true, \"submitKey\"")
                .replace(
                        "\"required\": [\"text\"], \"properties\": {",
                        "\"required\": [\"text\", \"sky\"], \"properties\": {"
                                + "\"sky\": {\"type\": \"string\", \"format\": \"uri\", \"x-media\": \"image\"}, ")
                .replace("\"blocks\": [", "\"blocks\": [{\"type\": \"view.image\", \"value\": {\"$in\": \"/sky\"}},");
        var lines = new StringBuilder();
        for (int n = 1; n <= 12; n++) {
            lines.append(
                    "{\"externalId\":\"s%d\",\"input\":{\"text\":\"Sentence %d of the weather\",\"sky\":\"media:%s\"}}\n"
                            .formatted(n, n, upload(rita, "image/png", WebClientTest.picture(200 + n))));
        }
        var job =
                openJob(rita, "What is the mood of the sentence?", takenAlong, Map.of("overlap", 1), lines.toString());
        awaitOffer(job, worker);

        browser.run("browser/offline.mjs", Map.of("GROUNDWORK_JOB", idOf(job), "GROUNDWORK_USER", worker.username()));

        worker.with()
                .get("/v1/assignments?state=SUBMITTED&limit=50")
                .then()
                .body("items", hasSize(11))
                .body("items.answer.mood", everyItem(equalTo("happy")));
    }

    /** {@return the submitted answers of a worker, who has given so many} */
    private static ValidatableResponse submitted(Person worker, int answers) {
        return worker.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .statusCode(200)
                .body("items", hasSize(answers));
    }

    private static String idOf(String job) {
        return job.substring(job.lastIndexOf('/') + 1);
    }

    /** The services hear of a worker a moment after they registered. */
    private static void awaitOffer(String job, Person... workers) {
        await().atMost(Jobs.SOON).untilAsserted(() -> {
            for (var worker : workers) {
                worker.with().get("/v1/offers/" + idOf(job)).then().statusCode(200);
            }
        });
    }

    /** Texts about the weather; which question is asked depends on the answer to another. */
    private static String moodJob(Person requester, String spec, Map<String, Object> terms, int tasks) {
        var lines = new StringBuilder();
        for (int n = 1; n <= tasks; n++) {
            lines.append(
                    "{\"externalId\":\"s%d\",\"input\":{\"text\":\"Sentence %d of the weather\"}}\n".formatted(n, n));
        }
        return openJob(requester, "What is the mood of the sentence?", spec, terms, lines.toString());
    }

    /** One task with a picture and a sound, answered by two people. */
    private static String shapesJob(Person requester) throws IOException {
        return openJob(
                requester,
                "Outlines and joints",
                SHAPES,
                Map.of("overlap", 2),
                "{\"externalId\":\"m1\",\"input\":{\"image\":\"media:%s\",\"sound\":\"media:%s\"}}\n"
                        .formatted(
                                upload(requester, "image/png", WebClientTest.picture()),
                                upload(requester, "audio/wav", sound())));
    }

    private static String openJob(
            Person requester, String title, String spec, Map<String, Object> others, String lines) {
        var terms =
                Jobs.terms(Map.of("title", title, "spec", JsonPath.from(spec).getMap("")));
        terms.putAll(others);
        var job = Jobs.draft(requester, terms);
        Jobs.upload(requester, job, lines);
        Jobs.fund(requester, job);
        Jobs.open(requester, job);
        return job;
    }

    private static String upload(Person requester, String type, byte[] bytes) {
        return requester
                .with()
                .contentType(type)
                .body(bytes)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Two seconds of a tone that comes and goes. */
    private static byte[] sound() throws IOException {
        int rate = 8000;
        var samples = new byte[rate * 2 * 2];
        for (int n = 0; n < samples.length / 2; n++) {
            double loudness = Math.sin(Math.PI * n / rate) * 0.6;
            int sample = (int) (Math.sin(2 * Math.PI * 440 * n / rate) * loudness * Short.MAX_VALUE);
            samples[n * 2] = (byte) sample;
            samples[n * 2 + 1] = (byte) (sample >> 8);
        }
        var format = new AudioFormat(rate, 16, 1, true, false);
        var bytes = new ByteArrayOutputStream();
        try (var stream = new AudioInputStream(
                new ByteArrayInputStream(samples), format, samples.length / format.getFrameSize())) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
        }
        return bytes.toByteArray();
    }

    private static final String MOOD = """
            {"spec": "task/1", "title": {"en": "What is the mood of the sentence?"},
             "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["mood"], "properties": {
               "mood": {"type": "string", "enum": ["happy", "sad"], "x-kind": "choice"},
               "why": {"x-kind": "text", "maxLength": 200},
               "strength": {"x-kind": "rating"}}},
             "ui": {"kind": "blocks", "blocks": [
               {"type": "view.text", "value": {"$in": "/text"}},
               {"type": "field.choice", "out": "/mood", "label": {"en": "Mood", "ca": "Estat", "fr": "Humeur", "es": "Ánimo"},
                "labels": {"happy": {"en": "Happy", "ca": "Content", "fr": "Joyeux", "es": "Alegre"},
                           "sad": {"en": "Sad", "ca": "Trist", "fr": "Triste", "es": "Triste"}}},
               {"type": "field.text", "out": "/why", "required": true,
                "visibleIf": {"op": "eq", "path": "/mood", "value": "sad"},
                "label": {"en": "Why is it sad?", "ca": "Motiu"}},
               {"type": "field.rating", "out": "/strength",
                "label": {"en": "How strongly?", "ca": "Amb quina intensitat?"},
                "low": {"en": "hardly", "ca": "gens"}, "high": {"en": "very", "ca": "molt"}}]},
             "instructions": {
               "short": {"en": "Say what mood the sentence is in.", "ca": "Digues si la frase alegra."},
               "full": {"en": "Read it **twice**.\\n\\n- Do not guess.",
                        "ca": "Mira-la **dues** vegades.\\n\\n- No endevinis."}},
             "behaviour": {"submitKey": "enter"}}
            """;

    private static final String STREET = """
            {"spec": "task/1", "title": {"en": "Your street now"},
             "input": {"type": "object", "required": ["place"], "properties": {"place": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["picture", "light"], "properties": {
               "picture": {"x-kind": "file"},
               "light": {"type": "string", "enum": ["day", "night"], "x-kind": "choice"},
               "time": {"x-kind": "text", "maxLength": 40}}},
             "ui": {"kind": "blocks", "blocks": [
               {"type": "view.text", "value": {"$in": "/place"}},
               {"type": "field.file", "out": "/picture", "label":
                 {"en": "Your picture", "fr": "Votre photo", "es": "Tu foto", "ca": "La teva foto"}},
               {"type": "field.choice", "out": "/light", "label":
                 {"en": "When was it taken?", "fr": "Prise quand ?", "es": "¿Cuándo la hiciste?", "ca": "Quan l’has feta?"},
                "labels": {"day": {"en": "By day", "fr": "De jour", "es": "De día", "ca": "De dia"},
                           "night": {"en": "By night", "fr": "De nuit", "es": "De noche", "ca": "De nit"}}},
               {"type": "field.text", "out": "/time", "label":
                 {"en": "The time on the clock", "fr": "L’heure", "es": "La hora", "ca": "L’hora"}}]},
             "instructions": {"short": {
               "en": "Take a picture of your street, without people.", "fr": "Photographiez votre rue, sans personne.",
               "es": "Haz una foto de tu calle, sin nadie.", "ca": "Fes una foto del teu carrer, sense ningú."}}}
            """;

    private static final String SHAPES = """
            {"spec": "task/1", "title": {"en": "Outlines and joints"},
             "input": {"type": "object", "required": ["image", "sound"], "properties": {
               "image": {"type": "string", "format": "uri", "x-media": "image"},
               "sound": {"type": "string", "format": "uri", "x-media": "audio"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["roofs", "people", "sounds"],
               "properties": {
                 "roofs": {"x-kind": "polygons", "x-labels": ["roof", "yard"], "x-of": {"$in": "/image"},
                           "x-size": {"width": 400, "height": 200}},
                 "people": {"x-kind": "keypoints", "x-labels": ["person"], "x-joints": ["head", "hand", "foot"],
                            "x-of": {"$in": "/image"}, "x-size": {"width": 400, "height": 200}},
                 "sounds": {"x-kind": "segments", "x-labels": ["speech", "music"], "x-text": true,
                            "x-duration": 2000, "x-of": {"$in": "/sound"}}}},
             "ui": {"kind": "blocks", "blocks": [
               {"type": "view.image", "value": {"$in": "/image"}},
               {"type": "view.audio", "value": {"$in": "/sound"}},
               {"type": "field.shapes", "out": "/roofs", "tools": ["polygon"],
                "label": {"en": "Roofs", "fr": "Toits"}},
               {"type": "field.shapes", "out": "/people", "tools": ["skeleton"],
                "label": {"en": "People", "fr": "Personnes"}},
               {"type": "field.segments", "out": "/sounds", "label": {"en": "Sounds", "fr": "Sons"}}]}}
            """;
}
