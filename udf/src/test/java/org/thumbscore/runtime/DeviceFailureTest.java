package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
            + " cannot open shared object file: No such file or directory"
            + " | libcublasLt.so.12 not found on LD_LIBRARY_PATH. Install CUDA 12",
        "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version"
            + " | the NVIDIA driver is older than the CUDA libraries. Update the driver",
        "CUDA failure 101: invalid device ordinal ; GPU=7"
            + " | there is no such device. Check CUDA_VISIBLE_DEVICES and"
            + " spark.executor.resource.gpu",
        "CUDA failure 100: no CUDA-capable device is detected"
            + " | the driver sees no GPU. Check nvidia-smi on this machine",
        "CUDA failure 2: out of memory"
            + " | its memory is full. Run one executor per GPU, or lower score.batch-size"
      })
  void knownFailuresSayHowToMendThem(String runtimeMessage, String cause) {
    assertEquals(
        "Cannot start CUDA on device 2: " + cause + ", or set score.device=cpu",
        DeviceFailure.ofStart(new Device.Cuda(2), runtimeMessage));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'something\nnew'|something new", "|null"})
  void unknownFailuresAreQuotedOnOneLine(String runtimeMessage, String quoted) {
    assertEquals(
        "Cannot start CUDA on device 0: "
            + quoted
            + ". Check the driver and CUDA 12, or set score.device=cpu",
        DeviceFailure.ofStart(new Device.Cuda(0), runtimeMessage));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 9",
        "CUDA failure 2: out of memory ; GPU=0 ; file=cuda_allocator.cc ; line=48",
        "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0",
        "std::bad_alloc"
      })
  void aRunThatLacksMemoryIsToldApart(String runtimeMessage) {
    EncoderException failure = ofRun(runtimeMessage);
    assertInstanceOf(DeviceMemoryException.class, failure);
    assertEquals(
        "Cannot run the image tower on 9 rows on cuda:1 (CUDAExecutionProvider): its memory is full ("
            + runtimeMessage
            + ")",
        failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUDA failure 700: an illegal memory access was encountered ; GPU=1 ; line=121",
        "CUDA failure 719: unspecified launch failure",
        "CUDA error 999: unknown error"
      })
  void aLostDeviceSaysThatTheProcessMustStartAgain(String runtimeMessage) {
    assertEquals(
        "Cannot run the image tower on 9 rows on cuda:1 (CUDAExecutionProvider): the process has lost"
            + " the device and must be started again. Spark does this with"
            + " spark.excludeOnFailure.enabled and"
            + " spark.excludeOnFailure.killExcludedExecutors ("
            + runtimeMessage
            + ")",
        ofRun(runtimeMessage).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CUDA failure 7001: new", "CUDA failure 1: invalid argument", "other"})
  void otherFailuresOfARunAreQuoted(String runtimeMessage) {
    EncoderException failure = ofRun(runtimeMessage);
    assertEquals(EncoderException.class, failure.getClass());
    assertEquals(
        "Cannot run the image tower on 9 rows on cuda:1 (CUDAExecutionProvider): " + runtimeMessage,
        failure.getMessage());
  }

  private static EncoderException ofRun(String runtimeMessage) {
    return DeviceFailure.ofRun(
        "the image tower on 9 rows", new Device.Cuda(1), new IOException(runtimeMessage));
  }
}
