"use strict";

// Swagger UI without its top bar. It loads nothing from other servers, and "Try it out" reads only: requests that
// change state are left to curl.
SwaggerUIBundle({
  url: "openapi.yaml",
  dom_id: "#documentation",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods: ["get", "head"],
  validatorUrl: null,
});
