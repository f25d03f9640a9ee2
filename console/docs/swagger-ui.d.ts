/** The part of Swagger UI's interface that the reference uses; the package has no types. */
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Options {
    url: string;
    dom_id: string;
    deepLinking: boolean;
    docExpansion: "list" | "full" | "none";
    defaultModelsExpandDepth: number;
    filter: boolean;
    validatorUrl: string | null;
    persistAuthorization: boolean;
    supportedSubmitMethods: string[];
    onComplete: () => void;
  }
  export default function SwaggerUI(options: Options): unknown;
}
