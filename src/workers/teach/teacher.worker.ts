import * as Comlink from 'comlink';
import { Teacher } from './teacher';

Comlink.expose(new Teacher());
