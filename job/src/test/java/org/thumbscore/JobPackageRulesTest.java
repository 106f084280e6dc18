package org.thumbscore;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * Which package of the driver's side may import which. What a rule does not name, of the executor's
 * side or of a library, is free.
 */
@AnalyzeClasses(packages = "org.thumbscore", importOptions = ImportOption.DoNotIncludeTests.class)
class JobPackageRulesTest {
  private static final String[] DRIVER = {
    "cli", "config", "run", "lake..", "fetch", "quality", "search", "report"
  };
  private static final String[] EXECUTORS = {
    "common",
    "model",
    "image..",
    "text",
    "runtime",
    "encoder..",
    "pipeline..",
    "score",
    "counterfactual",
    "bench",
    "doctor",
    "spark.."
  };

  @ArchTest
  static final ArchRule EVERY_CLASS_HAS_A_PLACE =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.of(packages(DRIVER), packages(EXECUTORS))
                  .flatMap(Stream::of)
                  .toArray(String[]::new));

  @ArchTest static final ArchRule STORAGE_IMPORTS_NOTHING = imports("lake.storage");

  @ArchTest static final ArchRule PLAN_IMPORTS_STORAGE = imports("lake.plan", "lake.storage");

  @ArchTest
  static final ArchRule TABLE_IMPORTS_PLAN = imports("lake.table", "lake.storage", "lake.plan");

  @ArchTest
  static final ArchRule SOURCE_IMPORTS_TABLE =
      imports("lake.source", "lake.storage", "lake.plan", "lake.table");

  @ArchTest
  static final ArchRule COMMIT_IMPORTS_SOURCE =
      imports("lake.commit", "lake.storage", "lake.plan", "lake.table", "lake.source");

  @ArchTest
  static final ArchRule REUSE_IMPORTS_COMMIT =
      imports(
          "lake.reuse", "lake.storage", "lake.plan", "lake.table", "lake.source", "lake.commit");

  @ArchTest static final ArchRule CONFIG_IMPORTS_LAKE = imports("config", "lake..");

  @ArchTest static final ArchRule QUALITY_IMPORTS_LAKE = imports("quality", "lake..");

  @ArchTest static final ArchRule SEARCH_IMPORTS_LAKE = imports("search", "lake..");

  @ArchTest static final ArchRule FETCH_IMPORTS_LAKE = imports("fetch", "lake..");

  @ArchTest static final ArchRule REPORT_IMPORTS_QUALITY = imports("report", "lake..", "quality");

  @ArchTest
  static final ArchRule RUN_IMPORTS_ALL_BUT_COMMANDS =
      imports("run", "config", "lake..", "fetch", "quality");

  @ArchTest
  static final ArchRule COMMANDS_ARE_CALLED_BY_NOBODY =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("cli"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(name("cli"), "picocli..");

  @ArchTest
  static final ArchRule CONFIG_ALONE_READS_HOCON =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("config"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.typesafe..");

  @ArchTest
  static final ArchRule FETCH_ALONE_KNOWS_THE_WEB =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("fetch"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..", "crawlercommons..");

  @ArchTest
  static final ArchRule LAKE_KNOWS_NO_MODEL =
      noClasses()
          .that()
          .resideInAnyPackage(packages("lake..", "fetch", "report"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("model", "runtime", "encoder..", "text", "counterfactual"));

  @ArchTest
  static final ArchRule EXECUTORS_KNOW_NO_DRIVER =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages(DRIVER))
          .and()
          .resideInAPackage("org.thumbscore..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(DRIVER));

  @ArchTest
  static final ArchRule SPARKS_INTERNALS_STAY_OUT =
      noClasses()
          .that()
          .resideInAnyPackage(packages(DRIVER))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.internal..");

  /** Of the driver's packages, this one imports itself and these at most. */
  private static ArchRule imports(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage(name(name))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("org.thumbscore..")
                .or(resideInAnyPackage(packages(EXECUTORS)))
                .or(resideInAnyPackage(name(name)))
                .or(resideInAnyPackage(packages(others))));
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(JobPackageRulesTest::name).toArray(String[]::new);
  }

  private static String name(String name) {
    return "org.thumbscore." + name;
  }
}
