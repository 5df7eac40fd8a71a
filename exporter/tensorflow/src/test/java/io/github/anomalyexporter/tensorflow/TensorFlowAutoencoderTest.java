package io.github.anomalyexporter.tensorflow;

class TensorFlowAutoencoderTest extends AutoencoderContract {
  TensorFlowAutoencoderTest() {
    super(new TensorFlowInference());
  }
}
