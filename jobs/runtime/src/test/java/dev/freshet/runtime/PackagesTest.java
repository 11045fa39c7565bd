package dev.freshet.runtime;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.freshet.runtime",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

  private static final String ROOT = "dev.freshet.runtime";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices()
          .matching(ROOT + ".(**)")
          .should()
          .beFreeOfCycles()
          .because("a package is understood with those below it");

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("top")
          .definedBy(ROOT)
          .layer("userstate")
          .definedBy(ROOT + ".userstate")
          .layer("kafka")
          .definedBy(ROOT + ".kafka..")
          .layer("cleaning")
          .definedBy(ROOT + ".cleaning")
          .layer("record")
          .definedBy(ROOT + ".record")
          .layer("redis")
          .definedBy(ROOT + ".redis")
          .layer("republish")
          .definedBy(ROOT + ".republish")
          .layer("time")
          .definedBy(ROOT + ".time")
          .layer("state")
          .definedBy(ROOT + ".state")
          .layer("keys")
          .definedBy(ROOT + ".keys")
          .layer("checkpoint")
          .definedBy(ROOT + ".checkpoint")
          .layer("metrics")
          .definedBy(ROOT + ".metrics")
          .layer("failure")
          .definedBy(ROOT + ".failure")
          .layer("start")
          .definedBy(ROOT + ".start")
          .layer("condition")
          .definedBy(ROOT + ".condition")
          .layer("settings")
          .definedBy(ROOT + ".settings")
          .whereLayer("top")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("userstate")
          .mayOnlyAccessLayers("kafka", "record", "state", "failure", "metrics", "settings")
          .whereLayer("kafka")
          .mayOnlyAccessLayers("cleaning", "record", "state", "start", "settings")
          .whereLayer("cleaning")
          .mayOnlyAccessLayers("record", "state", "failure", "metrics", "settings")
          .whereLayer("record")
          .mayOnlyAccessLayers("condition", "failure", "settings")
          .whereLayer("redis")
          .mayOnlyAccessLayers("metrics", "settings")
          .whereLayer("time")
          .mayOnlyAccessLayers("state", "republish", "keys", "failure")
          .whereLayer("state")
          .mayOnlyAccessLayers("checkpoint", "metrics", "republish", "failure", "start")
          .whereLayer("republish")
          .mayOnlyAccessLayers("redis", "keys", "metrics", "failure")
          .whereLayer("keys")
          .mayNotAccessAnyLayer()
          .whereLayer("checkpoint")
          .mayOnlyAccessLayers("settings")
          .whereLayer("metrics")
          .mayNotAccessAnyLayer()
          .whereLayer("failure")
          .mayOnlyAccessLayers("metrics")
          .whereLayer("start")
          .mayNotAccessAnyLayer()
          .whereLayer("condition")
          .mayNotAccessAnyLayer()
          .whereLayer("settings")
          .mayNotAccessAnyLayer()
          .because("the package at the top starts jobs, and those below know nothing of it");
}
