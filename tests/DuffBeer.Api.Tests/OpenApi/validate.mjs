// Prints the version of the OpenAPI document that is named, or what is wrong with it.
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(process.argv[2]);
console.log(result.valid ? validator.version : JSON.stringify(result.errors));
process.exitCode = result.valid ? 0 : 1;
