package dev.groundwork.truth;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Inference is plain Java: it can run in a service, on the command line and in a notebook alike. */
@AnalyzeClasses(packages = "dev.groundwork.truth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule needs_nothing_but_the_jdk = classes()
            .that()
            .resideOutsideOfPackage("dev.groundwork.truth.command..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.groundwork.truth..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule methods_do_not_know_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage("dev.groundwork.truth.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.groundwork.truth.command..");

    @ArchTest
    static final ArchRule inference_touches_no_file_and_no_clock = noClasses()
            .that()
            .resideOutsideOfPackage("dev.groundwork.truth.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.io..", "java.time..", "java.net..", "java.sql..");
}
