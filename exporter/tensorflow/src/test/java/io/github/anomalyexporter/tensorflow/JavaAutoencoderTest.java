package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.JavaAutoencoder;

class JavaAutoencoderTest extends AutoencoderContract {
  JavaAutoencoderTest() {
    super(JavaAutoencoder::new);
  }
}
