import * as Comlink from 'comlink';
import { LlmAsker } from './llm-asker';

Comlink.expose(new LlmAsker());
