package dev.groundwork.task.export;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import dev.groundwork.task.export.format.Format;
import dev.groundwork.task.export.format.Options;

import org.jspecify.annotations.Nullable;

/**
 * What a requester asks for.
 *
 * @param filters every task when left out
 * @param options the usual ones when left out
 */
record NewExport(
        @NotNull Format format,
        @Valid @Nullable Filters filters,
        @Valid @Nullable Options options) {

    Request request() {
        return new Request(filters == null ? Filters.NONE : filters, options == null ? Options.USUAL : options);
    }

    /** What is kept of it besides the format. */
    record Request(Filters filters, Options options) {}
}
