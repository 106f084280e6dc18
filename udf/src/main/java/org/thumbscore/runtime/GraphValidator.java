package org.thumbscore.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.thumbscore.model.BundleException;

/**
 * A validator that checks the inputs and outputs of a graph against a contract. Messages name what
 * was found.
 */
final class GraphValidator {
  private final String bundle;
  private final GraphSignature graph;
  private final GraphContract contract;

  private GraphValidator(String bundle, GraphSignature graph, GraphContract contract) {
    this.bundle = bundle;
    this.graph = graph;
    this.contract = contract;
  }

  /**
   * Checks a graph.
   *
   * @param bundle the name of the bundle, for messages
   * @throws BundleException if the graph violates the contract
   */
  static void check(String bundle, GraphSignature graph, GraphContract contract) {
    new GraphValidator(bundle, graph, contract).check();
  }

  private void check() {
    contract.inputs().forEach(input -> checkInput(input, require(input)));
    contract
        .optional()
        .forEach(input -> graph.input(input.name()).ifPresent(found -> checkInput(input, found)));
    checkOnlyKnown();
    contract.outputs().forEach(this::checkOutput);
  }

  private TensorSpec require(TensorContract input) {
    return graph
        .input(input.name())
        .orElseThrow(
            () ->
                refusal(" takes " + graph.describeInputs() + "; expected '" + input.name() + "'"));
  }

  private void checkInput(TensorContract input, TensorSpec found) {
    if (!input.accepts(found)) {
      throw refusal(" takes " + found + "; expected " + input.expected());
    }
  }

  /** Refuses unknown inputs, which would have no value in the first run. */
  private void checkOnlyKnown() {
    List<String> known =
        Stream.concat(contract.inputs().stream(), contract.optional().stream())
            .map(TensorContract::name)
            .sorted()
            .toList();
    List<String> unknown =
        graph.inputs().keySet().stream().filter(name -> !known.contains(name)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw refusal(" also takes " + unknown + "; expected only " + known);
    }
  }

  private void checkOutput(TensorContract output) {
    TensorSpec found = graph.output(output.name()).orElseThrow(() -> missing(output.name()));
    if (!output.accepts(found)) {
      throw refusal(" yields " + found + "; expected " + output.expected());
    }
  }

  private BundleException missing(String output) {
    Optional<String> hint =
        contract.hints().entrySet().stream()
            .filter(entry -> graph.output(entry.getKey()).isPresent())
            .map(Map.Entry::getValue)
            .findFirst();
    return refusal(
        " yields "
            + graph.describeOutputs()
            + hint.map(text -> " but no '" + output + "': " + text)
                .orElse("; expected '" + output + "'"));
  }

  private BundleException refusal(String found) {
    return new BundleException("Cannot use bundle " + bundle + ": " + graph.file() + found);
  }
}
