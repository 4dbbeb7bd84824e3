import * as Comlink from 'comlink';
import { LlmAsker } from './asker';

Comlink.expose(new LlmAsker());
