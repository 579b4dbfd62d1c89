package dev.groundwork.task.export;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PseudonymsTest {

    private final UUID worker = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    @Test
    void are_the_same_with_one_secret_and_others_with_another() {
        String name = new Pseudonyms(new byte[] {1, 2, 3}).of(worker);

        assertThat(name).matches("w-[0-9a-f]{16}");
        assertThat(new Pseudonyms(new byte[] {1, 2, 3}).of(worker)).isEqualTo(name);
        assertThat(new Pseudonyms(new byte[] {1, 2, 4}).of(worker)).isNotEqualTo(name);
        assertThat(new Pseudonyms(new byte[] {1, 2, 3}).of(UUID.randomUUID())).isNotEqualTo(name);
    }
}
