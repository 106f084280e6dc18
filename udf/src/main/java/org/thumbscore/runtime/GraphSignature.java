package org.thumbscore.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The inputs and outputs of a graph.
 *
 * @param file the name of the graph's file, for messages
 */
public record GraphSignature(
    String file, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {

  static GraphSignature of(String file, OrtSession session) throws OrtException {
    return new GraphSignature(
        file, specs(session.getInputInfo().values()), specs(session.getOutputInfo().values()));
  }

  /** Returns the input with a name, or empty if there is no such input. */
  public Optional<TensorSpec> input(String name) {
    return Optional.ofNullable(inputs.get(name));
  }

  /** Returns the output with a name, or empty if there is no such output. */
  public Optional<TensorSpec> output(String name) {
    return Optional.ofNullable(outputs.get(name));
  }

  String describeInputs() {
    return describe(inputs);
  }

  String describeOutputs() {
    return describe(outputs);
  }

  private static String describe(Map<String, TensorSpec> specs) {
    return specs.values().stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
  }

  private static Map<String, TensorSpec> specs(Collection<NodeInfo> nodes) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    for (NodeInfo node : nodes) {
      if (node.getInfo() instanceof TensorInfo tensor) {
        specs.put(
            node.getName(),
            new TensorSpec(
                node.getName(),
                tensor.type.name(),
                Arrays.stream(tensor.getShape()).boxed().toList()));
      }
    }
    return specs;
  }
}
